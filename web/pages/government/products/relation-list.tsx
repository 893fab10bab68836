/** The first relations of a product in one role, each with its confidence and its source row. */
import { useProductRelations, type RelationRole } from '../../../data/products.ts'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import panel from '../chain-map/panel.module.css'
import { basisTitles, confidenceTitles, makerWord, roleTitles } from './words.ts'

const SHOWN = 5

export function RelationList({
  product,
  of: role,
  total,
  onPick,
  onAll,
}: {
  readonly product: string
  readonly of: RelationRole
  readonly total: number
  readonly onPick: (id: string) => void
  readonly onAll: () => void
}) {
  const { realm } = useScope()
  const relations = useProductRelations(product, role, realm)
  const items = relations.data?.pages[0]?.items ?? []
  if (total === 0) return null
  return (
    <section>
      <h3>
        {roleTitles[role]} <span className="quiet small">{formatNumber(total)} 种</span>
      </h3>
      <ol className={panel.rows}>
        {items.slice(0, SHOWN).map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={panel.rowButton}
              aria-label={item.name}
              title={basisTitles[item.basis]}
              onClick={() => onPick(item.id)}
            >
              <span>
                <bdi>{item.name}</bdi>
                <small>
                  {item.inferred ? '推断 · ' : ''}可信度 {confidenceTitles[item.confidence]}
                  {item.makers > 0 && ` · ${makerWord[realm]} ${formatNumber(item.makers)} 家`}
                </small>
              </span>
            </button>
            {item.sources[0] !== undefined && <SourceButton source={item.sources[0].row} label="原始行" />}
          </li>
        ))}
      </ol>
      {total > SHOWN && (
        <button type="button" className="text-button small" onClick={onAll}>
          全部 {formatNumber(total)} 种
        </button>
      )}
    </section>
  )
}
