/** The red seal: stamps once when the day opens, over a screen that can already be used. */
import { useEffect, useState } from 'react';
import { useTill } from '../page/use-till.ts';

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
      <SealMark text="签到" />
    </div>
  );
}

/** Chinese in both languages: a seal is a mark, not a sentence. */
export function SealMark({ text }: Readonly<{ text: '签到' | '日结' }>) {
  return (
    <div className="seal-mark" lang="zh-CN" aria-hidden="true">
      <span>{text[0]}</span>
      <span>{text[1]}</span>
    </div>
  );
}
