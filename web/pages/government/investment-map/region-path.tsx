/** Province › city › county, each a way back up. */
import { Fragment } from 'react'
import { useScope } from '../../../shell/scope.tsx'
import styles from './investment-map.module.css'

export function RegionPath() {
  const { region, regions, change } = useScope()
  const above = regions.filter(
    ({ level, code }) =>
      code !== region.code &&
      (level === 'province' ||
        (level === 'city' && region.level === 'county' && code.startsWith(region.code.slice(0, 4)))),
  )
  return (
    <span className={styles.path}>
      {above.map(({ code, name }) => (
        <Fragment key={code}>
          <button type="button" className="text-button" onClick={() => change({ region: code })}>
            {name}
          </button>
          <span aria-hidden="true">›</span>
        </Fragment>
      ))}
      <span aria-current="location">{region.name}</span>
    </span>
  )
}
