import { workerData } from 'node:worker_threads'
import { sweepShare, type SweepShare } from './cascade-sweep.ts'

// A thread of sweepCascade.
sweepShare(workerData as SweepShare)
