// Calls of okx-api and bybit-api, as they are published, to the sandboxes at the given addresses; prints JSON.
const { RestClient } = require('okx-api');
const { RestClientV5 } = require('bybit-api');

const [okxUrl, bybitUrl] = process.argv.slice(2);

async function okx() {
  const keys = { apiKey: 'key', apiSecret: 'secret', apiPass: 'phrase', demoTrading: true };
  const client = new RestClient({ ...keys, baseUrl: okxUrl });
  const instruments = await client.getInstruments({ instType: 'SWAP' });
  const [placed] = await client.submitOrder({ instId: 'BTC-USDT-SWAP', tdMode: 'cross', side: 'buy', ordType: 'market', sz: '2' });
  const [position] = await client.getPositions();
  const [fill] = await client.getFills();
  return { instruments: instruments.length, code: placed.sCode, position: position.pos, fill: fill.fillSz };
}

async function bybit() {
  const client = new RestClientV5({ key: 'key', secret: 'secret', baseUrl: bybitUrl, testnet: true });
  const order = { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '0.01' };
  const placed = await client.submitOrder(order);
  const positions = await client.getPositionInfo({ category: 'linear', symbol: 'BTCUSDT' });
  const wallet = await client.getWalletBalance({ accountType: 'UNIFIED', coin: 'USDT' });
  return { code: placed.retCode, position: positions.result.list[0].size, coin: wallet.result.list[0].coin[0].coin };
}

Promise.all([okx(), bybit()]).then(
  ([first, second]) => console.log(JSON.stringify({ okx: first, bybit: second })),
  (error) => { console.error(error); process.exit(1); },
);
