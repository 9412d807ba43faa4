import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../../server/program/environment.ts';

describe('The environment of the server', () => {
  it('is all default when nothing is set', () => {
    expect(readEnvironment({ PATH: '/bin' })).toEqual({
      port: 8443,
      data: 'data/server',
      databaseUrl: undefined,
      certFile: undefined,
      keyFile: undefined,
      consoleKey: undefined,
    });
  });

  const wrong: [string, Record<string, string>][] = [
    ['ROLLCALL_SERVER_PORT', { ROLLCALL_SERVER_PORT: '99999' }],
    ['ROLLCALL_SERVER_PORT', { ROLLCALL_SERVER_PORT: 'https' }],
    ['ROLLCALL_SERVER_DATA', { ROLLCALL_SERVER_DATA: '' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root:secret-word@localhost/x' }],
    ['DATABASE_URL', { DATABASE_URL: 'secret-word' }],
    ['ROLLCALL_SERVER_CERT', { ROLLCALL_SERVER_CERT: '/a.pem' }],
    ['ROLLCALL_SERVER_CERT', { ROLLCALL_SERVER_KEY: '/a.pem' }],
    ['ROLLCALL_CONSOLE_KEY', { ROLLCALL_CONSOLE_KEY: 'secret-word' }],
  ];
  it.each(wrong)('names %s when it is not usable, and repeats no value: %o', (name, variables) => {
    expect(() => readEnvironment(variables)).toThrow(`${name} is not usable. Wanted: `);
    expect(() => readEnvironment(variables)).not.toThrow('secret-word');
  });
});
