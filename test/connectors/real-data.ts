import { existsSync } from 'node:fs'
import path from 'node:path'

/** Folder of the pack shandong-open-data, beside the project; it is not part of it. */
export const realData = path.resolve(import.meta.dirname, '../../../shared/data')

export const hasRealData = existsSync(path.join(realData, 'enterprise_registry/shandong_registry.csv.gz'))

/** Appended to a suite's title where it is skipped. */
export const realDataNote = hasRealData ? '' : '（缺少真实数据，跳过）'
