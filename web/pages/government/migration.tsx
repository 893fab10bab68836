/** 企业迁移预警: who moved in and out, and whom to visit before they do. */
import { useMigrationFlows } from '../../data/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { formatNumber } from '../../parts/format.ts'
import { useScope } from '../../shell/scope.tsx'

export default function Migration() {
  const { query } = useScope()
  return (
    <Card title="迁入迁出">
      <Answer of={useMigrationFlows(query)} title="正在读取迁移">
        {({ inflow, outflow }) => (
          <p>
            迁入 {formatNumber(inflow)} 家，迁出 {formatNumber(outflow)} 家
          </p>
        )}
      </Answer>
    </Card>
  )
}
