"""The Content-Security-Policy of each answer: https://www.w3.org/TR/CSP3/."""

from faircopy.preview.model import Response

# Pages of the theme have a policy in their head; this adds directives that `meta` does not support.
PAGE = "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
# A worker has the policy that its own script came with. The search runs WebAssembly in one.
SCRIPT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
# Everything else may be shown and do nothing: a file of the content is not the site, even when it is opened by itself.
# An SVG keeps its styles and the pictures and letters that are written into it.
FILE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox"
# No browser shows a PDF in a sandbox, and none lets one act for the site.
DOCUMENT = FILE.removesuffix("; sandbox")


def policy_of(answer: Response) -> str:
    """Return the policy for an answer."""
    if answer.is_page:
        return PAGE
    match answer.content_type.partition(";")[0]:
        case "text/javascript" | "application/wasm":
            return SCRIPT
        case "application/pdf":
            return DOCUMENT
    return FILE
