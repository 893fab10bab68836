import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '产品网络',
  icon: 'layers',
  order: 2.5,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
  reads: [
    'product-network',
    'dataset:industry/product-catalogue',
    'dataset:industry/product-relation',
    'dataset:enterprise/enterprise-product',
    'dataset:public/listed-company',
  ],
} satisfies PageDeclaration
