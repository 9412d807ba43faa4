/** Three short tones, low to high: what the sound test plays. */

const tonesHz = [440, 660, 880];
const toneSeconds = 0.22;
const gapSeconds = 0.08;
/** A till with no sound device leaves the audio clock standing. */
const startMsMax = 2_000;

/** Answers once they were played; false where this machine cannot play anything. */
export async function playTones(): Promise<boolean> {
  const context = new AudioContext();
  try {
    if (!(await starts(context))) return false;
    const begin = context.currentTime + gapSeconds;
    const last = tonesHz.map((hz, index) =>
      tone(context, hz, begin + index * (toneSeconds + gapSeconds)),
    );
    await Promise.all(last);
    return true;
  } finally {
    await context.close();
  }
}

async function starts(context: AudioContext): Promise<boolean> {
  const late = new Promise<boolean>((resolve) =>
    window.setTimeout(() => resolve(false), startMsMax),
  );
  const started = context.resume().then(
    () => context.state === 'running',
    () => false,
  );
  return Promise.race([started, late]);
}

function tone(context: AudioContext, hz: number, at: number): Promise<void> {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = hz;
  volume.gain.setValueAtTime(0.25, at);
  // A tone cut off hard clicks.
  volume.gain.linearRampToValueAtTime(0, at + toneSeconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + toneSeconds);
  return new Promise((resolve) => {
    oscillator.onended = () => resolve();
  });
}
