/** The few line icons of the shell, 16 × 16, in the colour of their text; always beside a word or a label. */
const paths = {
  gauge: 'M2 11a6 6 0 0 1 12 0M8 11l3-4M2 11h1.5M12.5 11H14',
  lineage: 'M2 2.500h3.500v3H2zM2 10.500h3.500v3H2zM10.500 6.500H14v3h-3.500zM5.500 4H8v8H5.500M8 8h2.500',
  chain: 'M2 4h4v3H2zM2 9.5h4v3H2zM10 6.5h4v3h-4zM6 5.5h2v5.5H6M8 8h2',
  target: 'M8 14s5-4.2 5-8A5 5 0 0 0 3 6c0 3.8 5 8 5 8zM8 4.2v3.6M6.2 6h3.6',
  move: 'M2 5h9M8.5 2.5 11 5 8.5 7.5M14 11H5M7.5 8.5 5 11l2.5 2.5',
  intake: 'M8 2v7M5.5 6.5 8 9l2.5-2.5M2.5 10v3.5h11V10',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1 1.5H3zM6.5 14h3',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14a5.5 5.5 0 0 1 11 0',
  down: 'M4 6l4 4 4-4',
  left: 'M10 3 5 8l5 5',
  right: 'M6 3l5 5-5 5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  export: 'M8 10V2M5.5 4.5 8 2l2.5 2.5M2.5 9.5v4h11v-4',
  upload: 'M8 11V3M5 6l3-3 3 3M2.5 13.5h11',
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  ripple:
    'M8 9a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM4.8 11.2a4.500 4.500 0 0 1 0-6.4M11.2 4.800a4.500 4.500 0 0 1 0 6.4M2.600 13.4a7.600 7.600 0 0 1 0-10.800M13.4 2.600a7.600 7.600 0 0 1 0 10.800',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  check: 'M3 8.5 6.5 12 13 4.5',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.3',
  list: 'M5.5 4H14M5.5 8H14M5.5 12H14M2.5 4h.5M2.5 8h.5M2.5 12h.5',
  layers: 'M8 2 14 5 8 8 2 5zM2 8l6 3 6-3M2 11l6 3 6-3',
  pencil: 'M3 13l.7-3L11 2.7 13.3 5 6 12.3zM9.5 4.2l2.3 2.3',
  map: 'M2 4l4-1.5 4 1.5 4-1.5V12l-4 1.5L6 12l-4 1.5zM6 2.5V12M10 4v9.5',
  quality: 'M8 2l5 1.8V8c0 3-2.2 5-5 6-2.8-1-5-3-5-6V3.8zM5.6 8l1.7 1.7 3.2-3.4',
  merge: 'M3 2.5 8 7.5v6M13 2.5 8 7.5M5.8 11.3 8 13.5l2.2-2.2',
  bars: 'M2.5 13.5h11M4.5 13.5V8M8 13.5V3M11.5 13.5v-4',
  catalogue: 'M3 2.5h7.5L13 5v8.5H3zM5.5 6h5M5.5 8.5h5M5.5 11h3',
  stamp: 'M6 8.5C6 6 5 5.5 5 4a3 3 0 0 1 6 0c0 1.5-1 2-1 4.5M3.5 8.5h9V11h-9zM3 13.5h10',
  exchange: 'M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 10.5h-10M6.5 7.5l-3 3 3 3',
  ledger: 'M3 2.5h8.5A1.5 1.5 0 0 1 13 4v9.5H4.5A1.5 1.5 0 0 1 3 12zM6 6h4.5M6 9h3',
  key: 'M5 13.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.8 9.2 13 3M10.5 5.5l2 2',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
