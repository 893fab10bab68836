import type { Stage } from '../warehouse/stage.ts'
import { migrationDatasets } from '../migration/facts.ts'
import type { NamedAlertRule } from './registry.ts'

export const watchStage: Stage = {
  id: 'migration-watch',
  title: '迁移早期预警评分',
  summary: '按对外投资、中标、用电和参保的变化给企业计分，得出走访服务名单；在示范数据上回测。',
  datasets: [...migrationDatasets],
  after: ['fusion', 'chain'],
  tables: ['migration_watch', 'migration_backtest', 'forecast_study'],
}

export function ruleStage(rule: NamedAlertRule): Stage {
  return {
    id: `alert:${rule.id}`,
    title: rule.title,
    summary: rule.definition,
    datasets: [...rule.datasets],
    after: ['fusion', 'chain', ...(rule.needsWatch === true ? [watchStage.id] : [])],
    tables: ['alert'],
  }
}
