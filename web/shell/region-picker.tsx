/** The session's region and everything below it: cities on the left, the counties of one on the right. */
import { useState } from 'react'
import type { Region } from '../../server/api/schemas/shared.ts'
import { Icon } from '../parts/icon.tsx'
import { Popover } from '../parts/popover.tsx'
import { useScope } from './scope.tsx'
import styles from './region-picker.module.css'

export function RegionPicker() {
  const { region, regions, change } = useScope()
  if (regions.length < 2) return <span className={styles.fixed}>{region.name}</span>
  return (
    <Popover
      label={`地区：${region.name}`}
      align="left"
      button={
        <>
          <bdi className={styles.name}>{region.name}</bdi>
          <Icon name="down" size={12} />
        </>
      }
    >
      {(close) => (
        <RegionPanel
          current={region}
          regions={regions}
          onPick={(code) => {
            change({ region: code })
            close()
          }}
        />
      )}
    </Popover>
  )
}

function RegionPanel({
  current,
  regions,
  onPick,
}: {
  readonly current: Region
  readonly regions: readonly Region[]
  readonly onPick: (code: string) => void
}) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(
    current.level === 'county' ? `${current.code.slice(0, 4)}00` : current.code,
  )
  const top = regions.filter(({ level }) => level === 'province')
  const cities = regions.filter(({ level }) => level === 'city')
  const counties = regions.filter(
    ({ level, code }) => level === 'county' && code.startsWith(open.slice(0, 4)),
  )
  const city = cities.find(({ code }) => code === open)
  const wanted = text.trim()
  const found =
    wanted === '' ? [] : regions.filter(({ name, code }) => name.includes(wanted) || code.startsWith(wanted))
  const nameOf = new Map(regions.map(({ code, name }) => [code, name]))
  const choice = (region: Region, title: string) => (
    <button
      key={region.code}
      type="button"
      className={styles.choice}
      aria-current={region.code === current.code}
      onClick={() => onPick(region.code)}
    >
      {title}
    </button>
  )
  return (
    <div className={styles.panel}>
      <input
        className="field"
        type="search"
        placeholder="按名称或区划代码查找"
        aria-label="按名称或区划代码查找地区"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {wanted !== '' ? (
        <div className={styles.found}>
          {found.length === 0 && <p className="quiet small">没有匹配的地区</p>}
          {found
            .slice(0, 30)
            .map((region) =>
              choice(
                region,
                region.level === 'county'
                  ? `${region.name}（${nameOf.get(`${region.code.slice(0, 4)}00`) ?? ''}）`
                  : region.name,
              ),
            )}
        </div>
      ) : (
        <div className={styles.columns}>
          {(top.length > 0 || cities.length > 1) && (
            <div className={styles.cities}>
              {top.map((region) => choice(region, `${region.name}（全省）`))}
              {cities.map(({ code, name, tier }) => (
                <button
                  key={code}
                  type="button"
                  className={styles.choice}
                  aria-expanded={code === open}
                  aria-current={code === current.code}
                  onClick={() => setOpen(code)}
                  onFocus={() => setOpen(code)}
                >
                  {tier === 'separate-plan-city' ? `${name}（计划单列市）` : name}
                  <Icon name="right" size={10} />
                </button>
              ))}
            </div>
          )}
          <div className={styles.counties}>
            {city !== undefined && choice(city, `${city.name}（全市）`)}
            {counties.map((region) =>
              choice(region, region.tier === 'zone' ? `${region.name}（功能区）` : region.name),
            )}
            {counties.length === 0 && city === undefined && (
              <p className="quiet small">选择左侧城市后列出区县</p>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
