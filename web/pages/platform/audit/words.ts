const seconds = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** 2026-11-22 18:00:05 */
export function secondsOf(time: string): string {
  return seconds.format(new Date(time))
}

/** '查看：血缘：由一个数到来源各行，…' → '查看：血缘'; the whole stands in the tooltip and in the record. */
export function eventWord(event: string): string {
  const [act = event, object] = event.split('：')
  return object === undefined ? act : `${act}：${object.split(/[，；]/)[0] ?? object}`
}

/** '403 role-not-allowed' → '被拒 403' */
export function resultWord(result: string): string {
  const status = result.split(' ')[0] ?? ''
  if (result === 'begun') return '开始'
  if (status.startsWith('4')) return `被拒 ${status}`
  if (status.startsWith('5')) return `出错 ${status}`
  return `完成 ${status}`
}
