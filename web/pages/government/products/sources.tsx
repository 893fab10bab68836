/** What the network was read from, with dates, at the foot of the page. */
import { useProductSummary } from '../../../data/products.ts'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'

export function Sources() {
  const { realm } = useScope()
  const { data } = useProductSummary(realm)
  const datasets = Map.groupBy(data?.sources ?? [], ({ datasetTitle }) => datasetTitle)
  if (datasets.size === 0) return null
  return (
    <span>
      来源（数据时间）：
      {[...datasets]
        .map(([title, sources]) => {
          const dates = sources.map(({ date }) => date).toSorted()
          const rows = sources.reduce((sum, source) => sum + source.rows, 0)
          const period = [...new Set([dates[0], dates.at(-1)])].join(' 至 ')
          return `${title} ${formatNumber(rows)} 条（${period}）`
        })
        .join('；')}
    </span>
  )
}
