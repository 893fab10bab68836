/**
 * Regions shaded by a value, down to counties, with arcs of migration:
 *   <RegionMap region={scope.region} regions={scope.regions} measure={{ title, unit, digits }}
 *              values={values} flows={flows} onRegion={(code) => scope.change({ region: code })} />
 * `level` county draws the counties inside the region (a county is shown within its city), city the
 * cities of the province. A click leads one level down. Under the map: classes, 无数据 hatched, and what
 * the outlines are (演示底图，无审图号). 表 shows the same values as a table, for keyboards and print.
 */
import { useMemo, useState } from 'react'
import type { MigrationFlows } from '../../server/api/schemas/migration.ts'
import type { Region } from '../../server/api/schemas/shared.ts'
import { useBoundaries } from '../data/queries.ts'
import { Choice } from '../parts/choice.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { Loading } from '../parts/loading.tsx'
import { useChart } from './echarts.ts'
import { layArcs } from './map/arcs.ts'
import { classify } from './map/classes.ts'
import { boundsOf, labelPoint, outerRings, type Outline, type Point } from './map/geometry.ts'
import { Legend } from './map/legend.tsx'
import { mapOption, type MapDrawing, type RegionValue } from './map/option.ts'
import { usePalette } from './palette.ts'
import styles from './region-map.module.css'

export interface RegionMapProps {
  /** The region in view; the picture is what lies in it. */
  readonly region: Region
  readonly regions: readonly Region[]
  readonly level?: 'city' | 'county'
  readonly measure: { readonly title: string; readonly unit: string; readonly digits: number }
  /** By region code of the level; a region without an entry has no data. */
  readonly values: readonly RegionValue[]
  /** The values are still on their way: nothing is said of missing ones. */
  readonly pending?: boolean
  readonly flows?: MigrationFlows['flows']
  readonly selected?: string | null
  readonly onRegion?: (code: string) => void
}

/** A county is shown among its neighbours in the city. */
function viewOf(region: Region): string {
  if (region.level === 'province') return region.code.slice(0, 2)
  return region.code.slice(0, 4)
}

/** One level down from where we are: county → its city while the province is in view. */
export function stepDown(region: Region, code: string): string {
  return region.level === 'province' ? `${code.slice(0, 4)}00` : code
}

export function RegionMap(props: RegionMapProps) {
  const { region, regions, level = 'county', measure, values, flows, selected, onRegion } = props
  const pending = props.pending === true
  const palette = usePalette()
  const [view, setView] = useState<'map' | 'table'>('map')
  const outlines = useBoundaries(level)
  const above = useBoundaries('city')
  const prefix = viewOf(region)

  const names = useMemo(() => new Map(regions.map(({ code, name }) => [code, name])), [regions])
  const inView = useMemo(
    () => outlines.data?.features.filter(({ properties }) => properties.code.startsWith(prefix)) ?? [],
    [outlines.data, prefix],
  )
  const cities = useMemo(
    () => above.data?.features.filter(({ properties }) => properties.code.startsWith(prefix)) ?? [],
    [above.data, prefix],
  )
  const known = useMemo(() => new Map(values.map((value) => [value.code, value])), [values])
  const classes = useMemo(
    () => classify(values.flatMap(({ value }) => (value === null ? [] : [value]))),
    [values],
  )

  const points = useMemo(
    () => pointsOf([...(above.data?.features ?? []), ...(outlines.data?.features ?? [])]),
    [above.data, outlines.data],
  )
  const drawing = useMemo((): MapDrawing | null => {
    const bounds = boundsOf(inView)
    if (bounds === null) return null
    const labelled = prefix.length === 2 ? cities : inView
    return {
      map: `${level}-${prefix}`,
      values: new Map(
        inView.map(({ properties: { code, name } }) => [
          code,
          known.get(code) ?? {
            code,
            name: names.get(code) ?? name,
            value: null,
            estimated: false,
            // Neighbours of a county in view: not asked for, which is not the same as no data.
            outside: region.level === 'county' && code !== region.code,
          },
        ]),
      ),
      classes,
      measure,
      labels: labelled.flatMap(({ properties: { code, name } }) => {
        const at = points.get(code)
        return at === undefined ? [] : [{ code, text: shortName(names.get(code) ?? name), at }]
      }),
      outlines: level === 'county' ? cities.flatMap((city) => outerRings(city).map(close)) : [],
      arcs:
        flows === undefined
          ? null
          : layArcs(flows, bounds, (place) => points.get(place.code) ?? placePoint(place)),
      selected: selected ?? (region.level === 'county' ? region.code : null),
      clickHint: (code) => {
        if (onRegion === undefined || code === region.code) return null
        const target = level === 'city' ? code : stepDown(region, code)
        return `点击进入${names.get(target) ?? '该地区'}`
      },
      palette,
    }
  }, [
    inView,
    cities,
    points,
    prefix,
    level,
    known,
    names,
    classes,
    measure,
    flows,
    selected,
    region,
    onRegion,
    palette,
  ])

  const option = useMemo(() => (drawing === null ? null : mapOption(drawing)), [drawing])
  const enter = (code: string) => onRegion?.(level === 'city' ? code : stepDown(region, code))
  const {
    ref: box,
    ready,
    error: chartError,
  } = useChart(view === 'map' ? option : null, {
    prepare: ({ registerMap }) => {
      if (drawing === null) return
      registerMap(drawing.map, {
        geoJSON: { type: 'FeatureCollection', features: inView } as never,
        specialAreas: {},
      })
    },
    onClick: ({ componentType, name }) => {
      if (componentType === 'geo') enter(name)
    },
  })

  const failure = outlines.error ?? chartError
  if (failure !== null) return <ErrorState error={failure} retry={() => void outlines.refetch()} />
  const rows = drawing === null ? [] : [...drawing.values.values()]
  const inScope = rows.filter(({ outside }) => outside !== true)
  const filled = inScope.filter(({ value }) => value !== null).length
  return (
    <div className={styles.map}>
      {view === 'map' ? (
        <div className={styles.picture}>
          <div
            ref={box}
            className={styles.canvas}
            role="img"
            aria-label={`${region.name}${measure.title}分布图，${filled} 个地区有数据，${inScope.length - filled} 个无数据；可切换为表格查看`}
          />
          <p className={styles.basis} title={outlines.data?.basis}>
            {shortBasis(outlines.data?.basis)}
          </p>
          {!ready && outlines.data === undefined && (
            <div className={styles.over}>
              <Loading title="正在绘制地图" />
            </div>
          )}
          {!pending && inScope.length > 0 && filled === 0 && (
            <p className={styles.none}>所选范围没有“{measure.title}”的数据</p>
          )}
          {outlines.data !== undefined && inView.length === 0 && (
            <div className={styles.over}>
              <EmptyState title="没有该地区的底图" detail="请在采集中载入行政区划边界。" />
            </div>
          )}
        </div>
      ) : (
        <div className={styles.listing}>
          <DataTable
            name={`${region.name}-${measure.title}`}
            rows={inScope}
            rowKey={({ code }) => code}
            selected={drawing?.selected ?? null}
            onRow={onRegion === undefined ? undefined : ({ code }) => enter(code)}
            columns={[
              { key: 'code', title: '区划代码', width: '100px', value: ({ code }) => code },
              { key: 'name', title: '地区', value: ({ name }) => name },
              {
                key: 'value',
                title: measure.title,
                unit: measure.unit,
                number: true,
                digits: measure.digits,
                value: ({ value }) => value,
              },
            ]}
          />
        </div>
      )}
      <div className={styles.foot}>
        <Legend
          classes={classes}
          measure={measure}
          palette={palette}
          none={!pending && inScope.some((one) => one.value === null && one.withheld !== true)}
          withheld={inScope.some(({ withheld }) => withheld === true)}
          arcs={drawing?.arcs ?? null}
        />
        <Choice
          label="查看方式"
          value={view}
          onChange={setView}
          options={[
            { value: 'map', title: '图' },
            { value: 'table', title: '表' },
          ]}
        />
      </div>
    </div>
  )
}

function pointsOf(outlines: readonly Outline[]): ReadonlyMap<string, Point> {
  const points = new Map<string, Point>()
  for (const outline of outlines) {
    const at = labelPoint(outline)
    if (at !== null) points.set(outline.properties.code, at)
  }
  return points
}

function placePoint(place: MigrationFlows['flows'][number]['origin']): Point | null {
  return place.longitude === null || place.latitude === null ? null : [place.longitude, place.latitude]
}

const close = (ring: readonly Point[]): readonly Point[] => [...ring, ...ring.slice(0, 1)]

/** 东营市 → 东营 on the map, where every city is a city; counties keep the word that tells them apart. */
function shortName(name: string): string {
  return name.length > 2 && name.endsWith('市') ? name.slice(0, -1) : name
}

/** 示意底图：据 …，非测绘成果，无审图号 → 示意底图，无审图号; the whole is in the tooltip. */
function shortBasis(basis = '演示底图，无审图号'): string {
  const [kind = basis] = basis.replaceAll(/（[^）]*）/g, '').split(/[：，；。]/)
  return basis.includes('无审图号') ? `${kind}，无审图号` : basis
}
