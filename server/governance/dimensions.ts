/**
 * Dimensions of GB/T 36344-2018 (数据质量评价指标). The standard counts 唯一性 as part of 准确性; it stands apart
 * here because other people mend it. 可访问性 is a matter of the running platform and not scored from the data.
 */
export const dimensionTitles = {
  completeness: '完整性',
  conformity: '规范性',
  consistency: '一致性',
  accuracy: '准确性',
  uniqueness: '唯一性',
  timeliness: '时效性',
} as const

export type Dimension = keyof typeof dimensionTitles

export const dimensions = Object.keys(dimensionTitles) as readonly Dimension[]
