// Mocha's usual report, which also tells why a test is repeated.
const { reporters, Runner } = require('mocha');

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on(Runner.constants.EVENT_TEST_RETRY, (test, error) => {
      reporters.Base.consoleLog(`      again: ${test.title}\n        ${error.stack ?? error}`);
    });
  }
};
