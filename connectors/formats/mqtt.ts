import { unlink } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { finished, openSpool, spooled, type SpoolWriter } from './message-spool.ts'

export interface Subscription {
  /** mqtt:// or mqtts:// */
  readonly url: string
  readonly topic: string
  /** Constant: the broker keeps what comes for it while it is away. */
  readonly clientId: string
  readonly username?: string
  readonly password?: string
  /** Where messages are written before the broker is told that they have arrived. */
  readonly spool: string
  /** A batch ends with so many messages, or with the time. */
  readonly batchSize: number
  readonly listenMilliseconds: number
  readonly signal: AbortSignal
}

export interface MessageBatch {
  /** JSON Lines: the members of each message and its `topic`. */
  readonly path: string
  readonly name: string
}

/**
 * Messages in batches, none lost: each is on disk before it is acknowledged (QoS 1), and its file is removed only
 * when the next batch is asked for. What a broken run left behind comes first. A message may come twice.
 * @throws when the broker cannot be reached or refuses the subscription.
 */
export async function* subscribedBatches(subscription: Subscription): AsyncGenerator<MessageBatch> {
  const { spool } = subscription
  const writer = await openSpool(spool, subscription.batchSize)
  yield* handedOver(spool)
  const client = await connect(subscription, writer)
  try {
    await client.subscribeAsync(subscription.topic, { qos: 1 })
    const until = Date.now() + subscription.listenMilliseconds
    while (!subscription.signal.aborted && Date.now() < until) {
      await sleep(Math.min(100, Math.max(until - Date.now(), 0)))
      yield* handedOver(spool)
    }
  } finally {
    await client.endAsync(true)
    await writer.finish()
  }
  if (!subscription.signal.aborted) yield* handedOver(spool)
}

/** The handler is set before the connection: the broker sends what it has kept at once. */
async function connect(subscription: Subscription, writer: SpoolWriter): Promise<mqtt.MqttClient> {
  const { url, clientId, username, password } = subscription
  const client = mqtt.connect(url, {
    clientId,
    clean: false,
    manualConnect: true,
    connectTimeout: 15_000,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  })
  client.handleMessage = ({ topic, payload }, acknowledge) => {
    writer.write(topic, payload).then(
      () => acknowledge(),
      (error: unknown) => acknowledge(error instanceof Error ? error : new Error(String(error))),
    )
  }
  const connected = Promise.withResolvers<void>()
  client.once('connect', () => connected.resolve())
  client.once('error', connected.reject)
  client.once('close', () => connected.reject(new Error('连接被关闭')))
  client.connect()
  try {
    await connected.promise
  } catch (error) {
    await client.endAsync(true)
    throw new Error(`无法连接消息代理 ${new URL(url).host}`, { cause: error })
  }
  // A broker that goes away for a while is waited for; what it keeps comes afterwards.
  client.on('error', () => undefined)
  return client
}

/** Finished files, oldest first; each is removed when the next is asked for. */
async function* handedOver(spool: string): AsyncGenerator<MessageBatch> {
  for (const name of await spooled(spool, finished)) {
    const file = path.join(spool, name)
    yield { path: file, name }
    await unlink(file)
  }
}
