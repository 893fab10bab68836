/** Words of the study of moves, one for each thing. */
import type {
  DetectedMove,
  HistoryKind,
  MigrationMatrix,
} from '../../../../server/api/schemas/migration-study.ts'

export const kindTitles: Readonly<Record<HistoryKind, string>> = {
  'annual-report': '年度报告',
  'registration-change': '变更登记',
  'registration-delivery': '登记信息各次交付',
}

export const confidenceTitles: Readonly<Record<DetectedMove['confidence'], string>> = {
  high: '可信',
  medium: '较可信',
  low: '存疑',
}

export const unitTitles: Readonly<Record<MigrationMatrix['by'], string>> = {
  province: '省',
  city: '市',
  county: '区县',
}

/** Below this a count is a handful of single decisions, not a tendency. */
export const smallCount = 5
