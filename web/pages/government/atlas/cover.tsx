/** The line above all sheets: what it is, of where, as of when, from what; contents; export and print. */
import { useScope } from '../../../shell/scope.tsx'
import { atlasFileAddress, sourceText, type Atlas } from '../../../data/atlas.ts'
import { EvidenceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import styles from './atlas.module.css'

export function Cover({ atlas }: { readonly atlas: Atlas }) {
  const { query, href } = useScope()
  const { chain, region, realm, asOf, completeness, periodTitle } = atlas
  const counts = new Map(atlas.lists.map(({ id, total }) => [id, total]))
  return (
    <header className={styles.cover}>
      <div className={styles.coverHead}>
        <div>
          <h2>
            <bdi>{region.name}</bdi> {chain.title}产业链五图五清单 <RealmBadge realm={realm} always />
          </h2>
          <p className="quiet small">
            截至 {asOf}（{periodTitle}）· 产业链标准 {chain.version}
          </p>
        </div>
        <div className={styles.acts} data-print="no">
          {(['xlsx', 'json'] as const).map((format) => (
            <a
              key={format}
              className="button"
              download
              href={atlasFileAddress(query, format)}
              title={
                format === 'xlsx' ? '一图一表、一清单一表，附来源与截至' : '供其他系统读取，附来源与截至'
              }
            >
              <Icon name="export" size={14} />
              {format.toUpperCase()}
            </a>
          ))}
          <button
            type="button"
            className="button"
            title="A4 横向，一图或一清单一页起"
            onClick={() => window.print()}
          >
            <Icon name="file" size={14} />
            打印
          </button>
        </div>
      </div>
      <dl className={styles.coverFigures}>
        <div>
          <dt>完整度</dt>
          <dd className={completeness === null ? 'hatched' : undefined}>
            <b className="number">{formatNumber(completeness === null ? null : completeness * 100, 1)}</b>
            {completeness === null ? <small>由链主企业、税务部门提供供应交易后可算</small> : <small>%</small>}
            <EvidenceButton metric="chain-completeness" title="产业链完整度" />
          </dd>
        </div>
        <CoverFigure title="本链企业" value={counts.get('enterprises')} unit="家" />
        <CoverFigure title="短板环节" value={counts.get('problems')} unit="个" />
        <CoverFigure title="招商项目" value={counts.get('projects')} unit="个" />
        <div className={styles.coverSources}>
          <dt>来源</dt>
          <dd>{atlas.sources.map(sourceText).join('；')}</dd>
        </div>
      </dl>
      <ol className={styles.paperContents}>
        {[
          ...atlas.figures.map((table, index) => ({ ...table, mark: `图 ${index + 1}` })),
          ...atlas.lists.map((table, index) => ({ ...table, mark: `清单 ${index + 1}` })),
        ].map(({ id, mark, title, note, missing }) => (
          <li key={id}>
            <span className={styles.mark}>{mark}</span>
            <b>{title}</b>
            <span>{missing ?? note}</span>
          </li>
        ))}
      </ol>
      <nav className={styles.contents} aria-label="目录" data-print="no">
        {[...atlas.figures, ...atlas.lists].map(({ id, title, missing }) => (
          <a key={id} href={`#${id}`} data-empty={missing !== null}>
            {title}
          </a>
        ))}
        <a href={href('/government/chain-map')} className={styles.toMap}>
          产业全景图谱
        </a>
      </nav>
    </header>
  )
}

function CoverFigure({
  title,
  value,
  unit,
}: {
  readonly title: string
  readonly value: number | undefined
  readonly unit: string
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <b className="number">{formatNumber(value)}</b>
        <small>{unit}</small>
      </dd>
    </div>
  )
}
