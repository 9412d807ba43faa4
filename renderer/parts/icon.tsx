/** The few signs of the page, drawn in the colour of the text around them. Never alone: a word stands beside them. */
const paths = {
  passed: <path d="M3.5 8.5l3 3 6-7" />,
  warned: <path d="M8 3v6.2M8 12.6v.2" />,
  failed: <path d="M4 4l8 8M12 4l-8 8" />,
  waiting: <circle cx="8" cy="8" r="5.2" />,
  skipped: <path d="M3.5 8h9" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.6" opacity="0.25" />
      <path d="M8 2.4a5.6 5.6 0 0 1 5.6 5.6" />
    </>
  ),
  back: <path d="M10 3L5 8l5 5" />,
  erase: <path d="M6 3.5h8v9H6L2 8zM8 6.2l3.6 3.6M11.6 6.2L8 9.8" />,
  hold: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  phone: (
    <>
      <rect x="4.6" y="1.8" width="6.8" height="12.4" rx="1.4" />
      <path d="M7.2 11.9h1.6" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2L14 14" />
    </>
  ),
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: Readonly<{ name: IconName; size?: number }>) {
  return (
    <svg
      className={`icon icon-${name}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {paths[name]}
    </svg>
  );
}
