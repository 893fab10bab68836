import type { Stage } from '../warehouse/stage.ts'
import { fusedDatasets } from './golden-precedence.ts'

export const fusionStage: Stage = {
  id: 'fusion',
  title: '融合企业',
  summary: '按信用代码和名称把各来源的记录归到同一企业，每个字段取来源次序中第一个有值的记录。',
  datasets: [...new Set(fusedDatasets)],
  after: [],
  tables: ['golden_enterprise', 'enterprise_alias', 'judgement', 'fused_batch'],
}
