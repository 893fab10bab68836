/** The visit on paper: what is known with its sources, what to ask, and room for what was said. */
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { levelTitles, stageTitles, visitTopics } from './words.ts'

export function visitSheet(item: WatchItem, today: string): string {
  const line = '＿'.repeat(36)
  return [
    `企业走访服务单${item.demonstration ? '（演示数据，虚构企业）' : ''}`,
    '',
    `企业：${item.name}`,
    `统一社会信用代码：${item.creditCode}`,
    `所在地：${item.region.name}`,
    `环节：${item.segment?.title ?? '—'}`,
    `营业收入：${moneyText(item.revenue)}　职工：${formatNumber(item.employees)} 人`,
    `制单日期：${today}`,
    '',
    `一、走访缘由（得分 ${formatNumber(item.score)}，${levelTitles[item.level]}；各项相加，不是概率）`,
    ...item.points.map(({ title, points, detail }) => `  ${title} +${formatNumber(points)}：${detail}`),
    '',
    '二、信号与来源',
    ...item.signals.map(({ date, stage, title, detail, source }) => {
      const from =
        source === null ? '' : `（${source.datasetTitle}，${source.fileName} 第 ${source.rowNumber} 行）`
      return `  ${date} ${stageTitles[stage]} ${title}：${detail}${from}`
    }),
    '',
    '三、可以了解和帮助的事项',
    ...visitTopics(item).map((topic, index) => `  ${index + 1}. ${topic}`),
    '',
    '四、企业诉求',
    line,
    line,
    '五、帮扶事项、责任单位、时限',
    line,
    line,
    '六、回访日期与结果',
    line,
    '',
    '本单只用于上门服务。企业依法自主选择经营地点，任何单位不得据此限制迁移。',
  ].join('\r\n')
}

export function downloadVisitSheet(item: WatchItem, now = new Date()): void {
  const today = now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(
    new Blob(['\uFEFF', visitSheet(item, today)], { type: 'text/plain;charset=utf-8' }),
  )
  link.download = `走访单-${item.name.replaceAll(/[\\/:*?"<>|]/g, '-')}-${today}.txt`
  link.click()
  URL.revokeObjectURL(link.href)
}
