import { describe, expect, it } from 'vitest';
import { createLogTo, scrub } from '../../../../main/machine/log.ts';

function logged(write: (log: ReturnType<typeof createLogTo>) => void): string {
  let text = '';
  const destination = {
    write: (line: string) => {
      text += line;
    },
  };
  write(createLogTo(destination));
  return text;
}

describe('the log', () => {
  it('blacks out fields that may hold what a person typed', () => {
    const text = logged((log) => {
      log.info({ pin: '1234', request: { approval: { pin: '5678' }, input: 'x' } }, 'asked');
    });
    expect(text).not.toMatch(/1234|5678/);
    expect(text).toContain('[redacted]');
  });

  it('blacks out card numbers and tracks wherever they stand, causes of errors included', () => {
    const cause = new Error('got ;6200000000000013=30122010000000000? from the reader');
    const text = logged((log) => {
      log.warn({ err: new Error('card 6200 0000 0000 0013', { cause }) }, 'pan 6200000000000013');
    });
    expect(text).not.toMatch(/6200 ?0000|3012201/);
    expect(text).toContain('[card]');
  });

  it('keeps times, amounts, trace numbers and masked cards', () => {
    const line = '{"level":30,"time":1795354834138,"stan":"000123","pan4":"620000******0013"}';
    expect(scrub(line)).toBe(line);
  });

  it('blacks out a track 1 and a track without sentinels', () => {
    expect(scrub('%B6200000000000013^LI/LEI^3012201?')).toBe('[card]');
    expect(scrub('x 6200000000000013=3012201000 y')).toBe('x [card] y');
  });
});
