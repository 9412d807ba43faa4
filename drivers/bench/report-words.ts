/** Words of the report to hand over. What a problem says comes from the page's own sentences. */

import type { Locale } from '../../domain/basics/languages.ts';
import type { BenchResult } from '../../domain/devices/bench.ts';

export type Verdict = BenchResult['outcome'] | 'untested';

export type ReportWords = Readonly<{
  title: string;
  made: string;
  device: string;
  family: string;
  protocol: string;
  address: string;
  model: string;
  serialNumber: string;
  firmware: string;
  location: string;
  seals: string;
  maintenanceDue: string;
  notRegistered: string;
  register: string;
  shop: string;
  technician: string;
  results: string;
  when: string;
  check: string;
  outcome: string;
  took: string;
  statistics: string;
  goodFrames: string;
  badFrames: string;
  naks: string;
  retries: string;
  timeouts: string;
  reopened: string;
  roundTrip: string;
  soak: string;
  exchange: string;
  failed: string;
  trace: string;
  verdict: string;
  verdicts: Readonly<Record<Verdict, string>>;
  handedOver: string;
  takenOver: string;
  nameAndDate: string;
  page(number: number, of: number): string;
}>;

const en: ReportWords = {
  title: 'Device test report',
  made: 'Made',
  device: 'Device',
  family: 'Kind',
  protocol: 'Protocol',
  address: 'Address',
  model: 'Model',
  serialNumber: 'Serial number',
  firmware: 'Firmware',
  location: 'Place',
  seals: 'Seals',
  maintenanceDue: 'Maintenance due',
  notRegistered: 'not in the device register',
  register: 'Register',
  shop: 'Shop',
  technician: 'Technician',
  results: 'Results',
  when: 'When',
  check: 'Check',
  outcome: 'Outcome',
  took: 'Took',
  statistics: 'Statistics',
  goodFrames: 'Good frames',
  badFrames: 'Bad frames',
  naks: 'NAKs',
  retries: 'Retries',
  timeouts: 'Time-outs',
  reopened: 'Opened again',
  roundTrip: 'Round trip',
  soak: 'Soak: round trip of each exchange',
  exchange: 'exchange',
  failed: 'failed',
  trace: 'Trace, last frames',
  verdict: 'Verdict',
  verdicts: {
    passed: 'PASSED',
    'needs-look': 'NEEDS A LOOK',
    failed: 'FAILED',
    stopped: 'STOPPED',
    untested: 'NOT TESTED',
  },
  handedOver: 'Handed over by',
  takenOver: 'Taken over by',
  nameAndDate: 'name, date, signature',
  page: (number, of) => `Page ${number} of ${of}`,
};

const zhCN: ReportWords = {
  title: '设备检测报告',
  made: '生成时间',
  device: '设备',
  family: '类别',
  protocol: '协议',
  address: '地址',
  model: '型号',
  serialNumber: '序列号',
  firmware: '固件',
  location: '位置',
  seals: '封签',
  maintenanceDue: '下次维护',
  notRegistered: '未列入设备登记簿',
  register: '登记',
  shop: '门店',
  technician: '技术员',
  results: '检测结果',
  when: '时间',
  check: '项目',
  outcome: '结论',
  took: '用时',
  statistics: '统计',
  goodFrames: '正确帧',
  badFrames: '错误帧',
  naks: 'NAK',
  retries: '重发',
  timeouts: '超时',
  reopened: '重新打开',
  roundTrip: '往返时间',
  soak: '连续测试：每次交换的往返时间',
  exchange: '次交换',
  failed: '失败',
  trace: '通信记录（末尾）',
  verdict: '结论',
  verdicts: {
    passed: '合格',
    'needs-look': '需要查看',
    failed: '不合格',
    stopped: '已中止',
    untested: '未检测',
  },
  handedOver: '移交人',
  takenOver: '接收人',
  nameAndDate: '姓名、日期、签名',
  page: (number, of) => `第 ${number} 页，共 ${of} 页`,
};

export const reportWords: Readonly<Record<Locale, ReportWords>> = { en, 'zh-CN': zhCN };
