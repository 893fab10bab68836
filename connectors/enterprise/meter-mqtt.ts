import type { Connector } from '../contract.ts'
import { subscribedBatches } from '../formats/mqtt.ts'
import { numberOr, optionOr, requiredOption } from '../options.ts'

const url = { name: 'url', title: '消息代理地址，mqtt:// 或 mqtts://' }
const topic = { name: 'topic', title: '订阅主题，如 meters/+/+' }
const spool = { name: 'spool', title: '消息暂存文件夹的绝对路径' }

/**
 * Readings as JSON: {"meter_id", "read_at", "credit_code", "medium", "value", "unit"}, or a list of them. Where
 * they lack the enterprise or the meter, the last two levels of the topic name them: …/<credit code>/<meter>.
 */
export default {
  title: '企业能源计量表（MQTT）',
  publisher: '授权企业',
  licence: '经企业授权',
  dataset: 'enterprise/energy-meter',
  schedule: '* * * * *',
  needs: [url, topic, spool],
  async *fetch(context) {
    const batches = subscribedBatches({
      url: requiredOption(context, url),
      topic: requiredOption(context, topic),
      spool: requiredOption(context, spool),
      clientId: optionOr(context, 'clientId', 'industry-brain-energy-meter'),
      ...(context.options.username !== undefined && { username: context.options.username }),
      ...(context.options.password !== undefined && { password: context.options.password }),
      batchSize: numberOr(context, 'batchSize', 5000),
      listenMilliseconds: numberOr(context, 'listenSeconds', 50) * 1000,
      signal: context.signal,
    })
    for await (const { name, path } of batches) yield { name, format: 'jsonl', content: { path } }
  },
  parse(record) {
    const levels = (record.topic ?? '').split('/')
    return {
      meter_id: record.meter_id || levels.at(-1),
      read_at: record.read_at,
      credit_code: record.credit_code || levels.at(-2),
      medium: record.medium,
      value: record.value,
      unit: record.unit,
    }
  },
} satisfies Connector
