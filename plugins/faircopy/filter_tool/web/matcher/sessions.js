// Lines of one session, by what `<F-MLFID>` caught: one may name the address, and another be the failure.
// @ts-check
/** @import { Values } from "../types" */
import { addressOf } from "./addresses.js";

const MAX_SESSIONS = 100; // that fail2ban remembers

export class Sessions {
  constructor() {
    /** @type {Map<string, { values: Values, users: Set<string>, pending: boolean }>} */
    this.known = new Map();
  }

  /**
   * The address of a line, by the lines before it, and whether it counts as a failure of somebody.
   * @param {Values} groups
   * @returns {[string | null | undefined, boolean]}
   */
  join({ mlfid, nofail, mlfgained, mlfforget, user, alt_user, ...values }) {
    const session = this.known.get(mlfid) ?? { values: {}, users: new Set(), pending: false };
    session.values = { ...session.values, ...values };
    const address = addressOf(session.values);
    if (user || alt_user) session.users.add(user || alt_user);
    if (mlfgained !== undefined) session.pending = false;
    const harmless = nofail !== undefined || mlfgained !== undefined;
    // One that tries several users fails with all but the last.
    const counts = !harmless || session.pending || session.users.size > 1;
    if (counts) session.pending = address === null;
    if (mlfforget !== undefined) this.known.delete(mlfid);
    else {
      const [oldest] = this.known.keys();
      if (!this.known.has(mlfid) && this.known.size >= MAX_SESSIONS) this.known.delete(oldest);
      this.known.set(mlfid, session);
    }
    return [address, counts];
  }
}
