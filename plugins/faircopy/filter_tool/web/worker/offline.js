// Nothing in a Worker of ours asks the network for anything. The page's policy forbids it; without these, nothing could
// try.
// @ts-check

const NETWORK = ["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "importScripts"];
for (const name of NETWORK) Object.assign(self, { [name]: undefined });
