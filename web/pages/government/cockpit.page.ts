import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '驾驶舱',
  icon: 'gauge',
  order: 1,
  wall: true,
  reads: ['metric:*', 'chain', 'alert:*', 'dataset:public/registration-change'],
} satisfies PageDeclaration
