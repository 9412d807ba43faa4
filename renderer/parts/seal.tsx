/** The red seal: stamps once when the day opens, over a screen that can already be used. */
import { useEffect, useState } from 'react';
import { useTill } from '../use-till.ts';

/** As long as the animation in seal.css. */
const stampMs = 1_500;

export function Seal() {
  const openings = useTill((till) => till.openings);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (openings === 0) return;
    setShown(openings);
    const timer = window.setTimeout(() => setShown(0), stampMs);
    return () => window.clearTimeout(timer);
  }, [openings]);
  if (shown === 0) return null;
  return (
    <div className="seal-stage" aria-hidden="true" data-testid="seal">
      <SealMark />
    </div>
  );
}

/** 签到 in both languages: it is the mark of the house. */
export function SealMark() {
  return (
    <div className="seal-mark" lang="zh-CN" aria-hidden="true">
      <span>签</span>
      <span>到</span>
    </div>
  );
}
