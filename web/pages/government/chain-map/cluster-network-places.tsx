/**
 * Without supply transactions there is no network: said plainly, and the firms are reached by place and segment.
 * One circle a city or county and segment; it opens the segment with its firms there.
 */
import { Link } from 'react-router'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import type { ViewState } from './view-state.ts'
import styles from './chain-map.module.css'
import own from './cluster-network.module.css'

export function ClusterNetworkPlaces({
  network,
  view,
}: {
  readonly network: ClusterNetwork
  readonly view: ViewState
}) {
  const held = network.places.some(({ enterprises }) => enterprises.some((count) => count > 0))
  return (
    <section className={styles.picture} aria-label="企业网络">
      <div className={styles.top}>
        <span role="status">
          <b>{network.hidden.words.join('')}</b>
        </span>
        <RealmBadge realm={network.realm} />
      </div>
      {held ? (
        <Places network={network} />
      ) : (
        <EmptyState title="没有企业" detail="所选地区在本产业链没有登记企业，也没有供应交易。">
          <button
            type="button"
            className="button button-small"
            onClick={() => view.set({ level: 'segments' })}
          >
            返回环节图
          </button>
        </EmptyState>
      )}
      <div className={styles.bottom}>
        <span>圆的大小与数字：企业数 · 来源：企业登记、产业链标准库 {network.chain.version}</span>
      </div>
    </section>
  )
}

/** Of the largest circle; a single firm can still be seen. */
const LARGEST = 22
const SMALLEST = 5

function Places({ network }: { readonly network: ClusterNetwork }) {
  const { href } = useScope()
  const { places, segments, chain } = network
  const most = Math.max(1, ...places.flatMap(({ enterprises }) => enterprises))
  const total = (index: number) => places.reduce((sum, { enterprises }) => sum + (enterprises[index] ?? 0), 0)
  const rows = segments.map((segment, index) => ({ ...segment, index, total: total(index) }))
  return (
    <div className={own.places}>
      <p className="quiet">可按地区和环节逐级查看企业：点一个圆，打开该地该环节的企业名单。</p>
      <table className={own.grid} aria-label={`${chain.title}各地各环节企业数`}>
        <thead>
          <tr>
            <th scope="col">环节</th>
            <th scope="col">合计</th>
            {places.map(({ region }) => (
              <th key={region.code} scope="col">
                <bdi>{region.name.replace(/市$/, '')}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter((row) => row.total > 0)
            .map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <bdi>{row.title}</bdi>
                </th>
                <td className="number">{formatNumber(row.total)}</td>
                {places.map(({ region, enterprises }) => {
                  const count = enterprises[row.index] ?? 0
                  return (
                    <td key={region.code}>
                      {count > 0 && (
                        <Link
                          to={href('/government/chain-map', {
                            region: region.code,
                            segment: row.id,
                            level: 'segments',
                          })}
                          aria-label={`${region.name} ${row.title} ${count} 家`}
                        >
                          <i style={circle(count / most)} />
                          {formatNumber(count)}
                        </Link>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function circle(share: number): React.CSSProperties {
  const size = Math.max(SMALLEST, LARGEST * Math.sqrt(share))
  return { width: size, height: size }
}
