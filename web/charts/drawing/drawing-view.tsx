/** A drawing on a page, as wide as there is room: `<DrawingView drawing={…} />`; sharp at any size and in print. */
import type { Drawing, Shape } from './shapes.ts'

export function DrawingView({ drawing }: { readonly drawing: Drawing }) {
  const { width, height, title, shapes } = drawing
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={title}
      style={{ display: 'block', width: '100%', height: 'auto' }}
    >
      {shapes.map((shape, index) => (
        <Drawn key={index} shape={shape} />
      ))}
    </svg>
  )
}

function Drawn({ shape }: { readonly shape: Shape }) {
  if (shape.kind === 'text') {
    return (
      <text
        x={shape.x}
        y={shape.y}
        fontSize={shape.size}
        fontWeight={shape.weight}
        fill={shape.fill}
        textAnchor={shape.anchor}
      >
        {shape.text}
      </text>
    )
  }
  const dash = shape.dash?.join(' ')
  if (shape.kind === 'line') {
    return (
      <path
        d={shape.path}
        fill="none"
        stroke={shape.stroke}
        strokeWidth={shape.width}
        strokeLinecap="round"
        strokeDasharray={dash}
      />
    )
  }
  const { x, y, width, height, radius, fill, stroke } = shape
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={radius}
      fill={fill}
      stroke={stroke}
      strokeDasharray={dash}
    />
  )
}
