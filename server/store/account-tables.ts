/** The people of the web page. Accounts are global: head office sees every store, a manager several. */

export type AccountTables = {
  accounts: {
    account_id: string;
    /** What one types to log in; lower case. */
    name: string;
    full_name: string;
    role: 'head-office' | 'manager' | 'auditor';
    /** Ids of stores as a JSON list; null: all. */
    stores: string | null;
    /** PHC string; null until the invitation is taken. */
    password_hash: string | null;
    created_at: number;
    withdrawn_at: number | null;
  };
  account_passkeys: {
    /** Base64url, as WebAuthn gives it. */
    credential_id: string;
    account_id: string;
    name: string;
    /** COSE key, base64url. */
    public_key: string;
    counter: number;
    /** JSON list. */
    transports: string;
    created_at: number;
    used_at: number | null;
  };
  account_invitations: { code_hash: string; account_id: string; expires_at: number };
  console_sessions: {
    /** SHA-256 of what the browser keeps, hex. */
    session_hash: string;
    account_id: string;
    /** Stands in every form of this session. */
    csrf: string;
    created_at: number;
    seen_at: number;
    agent: string;
    address: string;
    /** `Said` as JSON: shown once, on the next page. */
    said: string | null;
  };
  login_tries: {
    /** `name …` hashed, or `address …`. */
    subject: string;
    tries: number;
    wait_until: number;
  };
  used_challenges: { challenge: string; expires_at: number };
};
