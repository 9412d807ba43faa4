/** A badge held before the camera. The camera is on only while this is open, and its pictures never leave the page. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { readBadge } from '../../../domain/people/badge.ts';
import { keyFor } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { Sheet } from '../../parts/dialog.tsx';
import { useWords } from '../../words/i18n.tsx';
import { findCode } from './read-badge.ts';

/** Between two looks; reading one takes some 20 ms. */
const lookEveryMs = 120;

type CameraState = 'starting' | 'looking' | 'not-a-badge' | 'none';
type Props = Readonly<{ onBadge: (badge: string) => void; onClose: () => void }>;

export function CameraSheet({ onBadge, onClose }: Props) {
  const { t } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const state = useBadgeCamera(video, onBadge);
  return (
    <Sheet id="camera-dialog" title={t('camera.title')} onClose={onClose}>
      <video ref={video} className="camera" muted playsInline aria-label={t('camera.picture')} />
      <p className="form-lead" role="status" data-testid="camera-state" data-state={state}>
        {t(`camera.${state}`)}
      </p>
      <Act id="camera-cancel" hint={keyFor.back} onPress={onClose}>
        {t('dialog.cancel')}
      </Act>
    </Sheet>
  );
}

function useBadgeCamera(
  video: RefObject<HTMLVideoElement | null>,
  onBadge: (badge: string) => void,
): CameraState {
  const [state, setState] = useState<CameraState>('starting');
  const latest = useRef(onBadge);
  latest.current = onBadge;
  useEffect(() => {
    const ended = new AbortController();
    void look(video, ended.signal, setState).then((badge) => {
      if (badge !== null) latest.current(badge);
    });
    return () => ended.abort();
  }, [video]);
  return state;
}

/** Answers the first badge; null once `ended`, or where there is no camera. The camera is off by then. */
async function look(
  video: RefObject<HTMLVideoElement | null>,
  ended: AbortSignal,
  show: (state: CameraState) => void,
): Promise<string | null> {
  let stream: MediaStream | null = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 } } });
    const { current: element } = video;
    if (ended.aborted || !element) return null;
    element.srcObject = stream;
    await element.play();
    show('looking');
    while (!ended.aborted) {
      const text = await findCode(pictureOf(element));
      const badge = text === null ? null : readBadge(text);
      if (ended.aborted) return null;
      if (badge !== null) return badge;
      if (text !== null) show('not-a-badge');
      await new Promise((resolve) => window.setTimeout(resolve, lookEveryMs));
    }
    return null;
  } catch {
    if (!ended.aborted) show('none');
    return null;
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
}

function pictureOf(video: HTMLVideoElement): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('Bug: a canvas without a context');
  context.drawImage(video, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
