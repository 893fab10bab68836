/**
 * Regions as plain SVG, shaded by a count and labelled with it: sharp on paper, where a canvas is not. A screen that
 * wants tooltips, arcs or a choice of measures takes charts/region-map.tsx.
 */
import { useMemo } from 'react'
import type { Region } from '../../../../server/api/schemas/shared.ts'
import { classify, classOf } from '../../../charts/map/classes.ts'
import { boundsOf, labelPoint, outerRings, type Outline } from '../../../charts/map/geometry.ts'
import { useBoundaries } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import styles from './atlas.module.css'

const WIDTH = 560
const PAD = 8

export interface OutlineMapProps {
  readonly region: Region
  readonly level: 'city' | 'county'
  readonly values: ReadonlyMap<string, number>
  readonly unit: string
  readonly onRegion: (code: string) => void
}

export function OutlineMap(props: OutlineMapProps) {
  const outlines = useBoundaries(props.level)
  return (
    <figure className={styles.map}>
      <Answer of={outlines} title="正在绘制地图">
        {({ features, basis }) => <Picture {...props} features={features} basis={basis} />}
      </Answer>
    </figure>
  )
}

function Picture({
  region,
  values,
  unit,
  onRegion,
  features,
  basis,
}: OutlineMapProps & { readonly features: readonly Outline[]; readonly basis: string }) {
  const prefix = region.code.slice(0, region.level === 'province' ? 2 : 4)
  const drawn = useMemo(() => draw(features, prefix), [features, prefix])
  const classes = useMemo(() => classify([...values.values()]), [values])
  if (drawn === null) return <EmptyState title="没有该地区的底图" detail="请在采集中载入行政区划边界。" />
  const fillOf = (code: string) => {
    const value = values.get(code)
    const shade = value === undefined ? undefined : classOf(classes, value)?.shade
    return shade?.kind === 'sequential' ? `var(--map-${shade.step})` : 'var(--ground)'
  }
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${drawn.height}`} role="img" aria-label={`${region.name}区域分布图`}>
        {drawn.regions.map(({ code, path }) => (
          <path
            key={code}
            d={path}
            fill={fillOf(code)}
            stroke="var(--map-outline)"
            strokeWidth="0.8"
            data-clickable={values.has(code)}
            onClick={() => values.has(code) && onRegion(code)}
          />
        ))}
        {drawn.regions.map(({ code, name, at }) => (
          <text key={code} x={at[0]} y={at[1]} textAnchor="middle" className={styles.mapLabel}>
            {name}
            <tspan x={at[0]} dy="15">
              {values.has(code) ? formatNumber(values.get(code)) : ''}
            </tspan>
          </text>
        ))}
      </svg>
      <figcaption title={basis}>
        底色：{unit}（
        {classes.map((one) => (
          <span key={one.from} className={styles.swatch}>
            <i
              style={{ background: one.shade.kind === 'sequential' ? `var(--map-${one.shade.step})` : '' }}
            />
            {one.from === one.to ? formatNumber(one.to) : `≤ ${formatNumber(one.to)}`}
          </span>
        ))}
        ）{region.level === 'county' && '，浅灰为同市其他县区'}。示意底图，无审图号。
      </figcaption>
    </>
  )
}

/** Longitudes shrink with the cosine of the latitude in the middle; enough for a province. */
function draw(features: readonly Outline[], prefix: string) {
  const inside = features.filter(({ properties }) => properties.code.startsWith(prefix))
  const box = boundsOf(inside)
  if (box === null) return null
  const shrink = Math.cos((((box.north + box.south) / 2) * Math.PI) / 180)
  const scale = (WIDTH - 2 * PAD) / ((box.east - box.west) * shrink)
  const place = ([longitude, latitude]: readonly [number, number]) =>
    [
      Math.round((PAD + (longitude - box.west) * shrink * scale) * 10) / 10,
      Math.round((PAD + (box.north - latitude) * scale) * 10) / 10,
    ] as const
  return {
    height: Math.ceil((box.north - box.south) * scale + 2 * PAD),
    regions: inside.flatMap((outline) => {
      const at = labelPoint(outline)
      if (at === null) return []
      const { code, name } = outline.properties
      const path = outerRings(outline)
        .map((ring) => `M${ring.map((point) => place(point).join(' ')).join('L')}Z`)
        .join('')
      return [{ code, name, path, at: place(at) }]
    }),
  }
}
