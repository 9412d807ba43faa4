/** What the server is told by its environment. */
import { z } from 'zod';

const environmentSchema = z
  .object({
    ROLLCALL_SERVER_PORT: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535)
      .default(8443),
    ROLLCALL_SERVER_DATA: z.string().min(1).default('data/server'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    ROLLCALL_SERVER_CERT: z.string().min(1).optional(),
    ROLLCALL_SERVER_KEY: z.string().min(1).optional(),
    ROLLCALL_CONSOLE_KEY: z.string().min(16).max(200).optional(),
    ROLLCALL_PUBLIC_ORIGIN: z
      .url({ protocol: /^https$/ })
      .refine((text) => URL.canParse(text) && new URL(text).origin === text)
      .optional(),
  })
  .refine((env) => !env.ROLLCALL_SERVER_CERT === !env.ROLLCALL_SERVER_KEY, {
    path: ['ROLLCALL_SERVER_CERT'],
  });

const wanted: Record<string, string> = {
  ROLLCALL_SERVER_PORT: 'a port, 0 to 65535',
  ROLLCALL_SERVER_DATA: 'the folder for database and certificate',
  DATABASE_URL: 'postgres://user:password@host:port/database',
  ROLLCALL_SERVER_CERT: 'a PEM file, together with ROLLCALL_SERVER_KEY',
  ROLLCALL_SERVER_KEY: 'a PEM file, together with ROLLCALL_SERVER_CERT',
  ROLLCALL_CONSOLE_KEY: '16 to 200 characters',
  ROLLCALL_PUBLIC_ORIGIN: 'https://name or https://name:port, as people type it',
};

export type Environment = Readonly<{
  port: number;
  data: string;
  databaseUrl: string | undefined;
  certFile: string | undefined;
  keyFile: string | undefined;
  consoleKey: string | undefined;
  publicOrigin: string | undefined;
}>;

/** Throws an Error with a sentence that names the variable, never its value: it may be a password. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const parsed = environmentSchema.safeParse(variables);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    throw new Error(`${name} is not usable. Wanted: ${wanted[name]}.`);
  }
  const env = parsed.data;
  return {
    port: env.ROLLCALL_SERVER_PORT,
    data: env.ROLLCALL_SERVER_DATA,
    databaseUrl: env.DATABASE_URL,
    certFile: env.ROLLCALL_SERVER_CERT,
    keyFile: env.ROLLCALL_SERVER_KEY,
    consoleKey: env.ROLLCALL_CONSOLE_KEY,
    publicOrigin: env.ROLLCALL_PUBLIC_ORIGIN,
  };
}
