/**
 * Where the page lives. WebAuthn works on https alone, so the page has an https address that no network knows: `.example`
 * is nobody's (RFC 2606), and security.ts answers every https request of the page from its own files.
 *
 * The same at every till and for ever: a passkey is bound to it, and one made at the first till works at the second.
 */
const host = 'till.rollcall.example';

export const pageOrigin = { origin: `https://${host}`, rpId: host } as const;
