/** The map: cities of the province or counties, shaded by the chosen measure; a click leads down. */
import { useMemo } from 'react'
import type { RegionValue } from '../../../charts/map/option.ts'
import { RegionMap } from '../../../charts/region-map.tsx'
import { useGapRegions } from '../../../data/queries.ts'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { EvidenceButton } from '../../../parts/evidence-drawer.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { Loading } from '../../../parts/loading.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { gapMeasures, isGapMeasure, regionLines, type GapMeasureName } from './measures.ts'
import { RegionPath } from './region-path.tsx'
import styles from './investment-map.module.css'

export function GapMapCard() {
  const { region, regions, query, realm, change } = useScope()
  const { get, set } = useAddressState()
  const asked = get('measure')
  // Below a city there are only counties.
  const level = region.level === 'province' && get('level') !== 'county' ? 'city' : 'county'
  // A county is shown among its neighbours, so the map asks for its whole city.
  const around = region.level === 'county' ? `${region.code.slice(0, 4)}00` : region.code
  const seen = regions.some(({ code }) => code === around) ? around : region.code
  const gapRegions = useGapRegions({ ...query, region: seen }, level)
  const items = gapRegions.data?.items
  // Without transactions no demand is known; the map then shows what is.
  const preset: GapMeasureName = items?.every(({ unmet }) => unmet === null) === true ? 'gaps' : 'unmet'
  const name: GapMeasureName = isGapMeasure(asked) ? asked : preset
  const measure = gapMeasures[name]
  const values = useMemo(
    (): readonly RegionValue[] =>
      items?.map((item) => ({
        code: item.region.code,
        name: item.region.name,
        value: measure.value(item),
        estimated: false,
        lines: regionLines(item),
      })) ?? [],
    [items, measure],
  )
  return (
    <Card
      title="缺口分布"
      fill
      className={styles.map}
      note={<RegionPath />}
      actions={
        <>
          {region.level === 'province' && (
            <Choice
              label="地图层级"
              value={level}
              options={[
                { value: 'city', title: '市' },
                { value: 'county', title: '县' },
              ]}
              onChange={(next) => set({ level: next === 'city' ? null : next })}
            />
          )}
          <label className={styles.measure}>
            底色
            <select
              className="field"
              value={name}
              onChange={({ target }) => set({ measure: target.value === preset ? null : target.value })}
            >
              {Object.entries(gapMeasures).map(([value, { title, unit }]) => (
                <option key={value} value={value}>
                  {title}（{unit}）
                </option>
              ))}
            </select>
          </label>
          {query.chain !== undefined && (
            <EvidenceButton figure={`chain:${query.chain}/${name}`} title={measure.title} />
          )}
          <RealmBadge realm={realm} />
        </>
      }
      footer={`${measure.title}：${measure.definition}。近 12 个月供应交易与企业登记${query.asOf === undefined ? '' : `，截至 ${query.asOf}`}。`}
    >
      {gapRegions.error !== null ? (
        <ErrorState error={gapRegions.error} retry={() => void gapRegions.refetch()} />
      ) : items === undefined ? (
        <Loading title="正在汇总各地缺口" />
      ) : (
        <>
          {items.length === 0 && (
            <EmptyState
              title="没有各地的汇总"
              detail="这个地区和月份没有按地区汇总的判断。可回到最新月份，换一个地区，或载入供应交易。"
              supplier="链主企业"
            >
              {query.asOf !== undefined && (
                <button type="button" className="button button-small" onClick={() => change({ asOf: null })}>
                  回到最新月份
                </button>
              )}
            </EmptyState>
          )}
          <RegionMap
            region={region}
            regions={regions}
            level={level}
            measure={measure}
            values={values}
            onRegion={(code) => change({ region: code })}
          />
        </>
      )}
    </Card>
  )
}
