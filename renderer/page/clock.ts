/** The page's only clock: for showing the time and for counting down, never for deciding anything about money. */
import { useEffect, useState } from 'react';

/** Milliseconds UTC, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function nowMs(): number {
  return Date.now();
}
