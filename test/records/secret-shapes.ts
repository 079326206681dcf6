/** Stands for a secret in a shape. */
export const SECRET = 'LEAKMEx7typed6';
/** The same as long as tokens are. */
export const LONG_SECRET = 'Ab1cD2eF3gH4iJ5kL6mN7oP8qR9sT0cD2eF3gH4iJ5kL6mN7oP8qR9sT0';

/** Texts that hold a secret, in the ways that people, command lines, headers, files of settings and programs write them. */
export const SECRET_TEXTS: readonly string[] = [
  // Assignments, with and without quotes, of names with prefixes and tails.
  ...[
    'password',
    'passwd',
    'pwd',
    'DB_PASS',
    'MYSQL_PWD',
    'DB_PASSWORD_PROD',
    'PASSWORD_1',
    'passphrase',
    'passcode',
  ]
    .concat([
      'token',
      'GITHUB_TOKEN',
      'refresh_token',
      'access_token',
      'X-Amz-Security-Token',
      'sessionToken',
    ])
    .concat([
      'secret',
      'client_secret',
      'SLACK_SIGNING_SECRET',
      'aws_secret_access_key',
      'JWT_SECRET',
      'secretHash',
    ])
    .concat([
      'API_KEY_OPENAI',
      'apiKey',
      'SIGNING_KEY',
      'private_key',
      'preSharedKey',
      'SharedAccessKey',
      'AccountKey',
    ])
    .concat([
      'ENCRYPTION_KEY',
      'connectionString',
      'credentials',
      'jwt',
      'psk',
      'otp',
      'spring.datasource.password',
    ])
    .flatMap(name => [`${name}=${SECRET}`, `export ${name}="${SECRET}"`]),
  ...[
    'password',
    'PASSWORD',
    'token',
    'aws_secret_access_key',
    'x-api-key',
    'secret',
    'privateKey',
    'credential',
  ]
    .concat(['API key', 'secret access key', 'connection string', 'mfa code'])
    .flatMap(name => [`${name}: ${SECRET}`, `${name}: '${SECRET}'`]),
  `password => "${SECRET}"`,
  `password := "${SECRET}"`,
  `password == '${SECRET}'`,
  `{'password': '${SECRET}'}`,
  `user[password]=${SECRET}`,
  `password%3D${SECRET}%26user%3Dbob`,
  `Server=db;Password=${SECRET};User Id=x`,
  `ParameterKey=DbPassword,ParameterValue=${SECRET}`,
  `oops {"name":"DB_PASS","value":"${SECRET}"}`,
  `the password is: ${SECRET}`,
  `machine x login y password ${SECRET}`,
  `<DbPassword>${SECRET}</DbPassword>`,
  // Headers.
  `Authorization: Bearer ${SECRET}`,
  `Authorization: token ${SECRET}`,
  `Proxy-Authorization: Basic ${SECRET}`,
  `authorization=Bearer ${SECRET}`,
  `{"authorization":"Basic ${SECRET}"}`,
  `Cookie: theme=dark; session=${SECRET}`,
  `Set-Cookie: sid=${SECRET}; Path=/`,
  `X-Vault-Token: ${SECRET}`,
  `sent Bearer ${LONG_SECRET}`,
  // Command lines, as a text and as a list.
  `aws rds create --master-user-password ${SECRET}`,
  `tool --db_pass ${SECRET} --x`,
  `tool --token='${SECRET}'`,
  `["tool","--password","${SECRET}"]`,
  `tool "--password", "${SECRET}"`,
  `aws secretsmanager create --secret-string ${SECRET}`,
  `New-User -Password ${SECRET}`,
  `curl -u alice:${SECRET} https://example.com`,
  `curl --user "alice:${SECRET}" https://example.com`,
  `mysql -u root -p${SECRET} shop`,
  `sshpass -p ${SECRET} ssh host`,
  `docker run -e DB_PASSWORD=${SECRET} shop`,
  // URLs.
  `https://u:${SECRET}@host/db`,
  `postgres://u:pa/${SECRET}@host/db`,
  `https://u:12345/${SECRET}@host`,
  `redis://:${SECRET}@cache:6379/0`,
  `https://${LONG_SECRET}@example.com/a`,
  `https://a.example/x?sv=1&sig=${SECRET}&x=1`,
  `https://a.example/cb?code=${SECRET}&state=1`,
  `https://s3.example/?X-Amz-Signature=${SECRET}`,
  `https://hooks.slack.com/services/T0/B1/${LONG_SECRET}`,
  `https://hooks.slack.com/triggers/T0/1/${LONG_SECRET}`,
  `//registry.npmjs.org/:_authToken=${SECRET}`,
  `//registry.example/:_auth=${SECRET}`,
  // JSON inside of text, however often it is escaped.
  `{"password":"${SECRET}"}`,
  `{"password":["${SECRET}"]}`,
  `{"pass\\u0077ord":"${SECRET}"}`,
  `{"a":{"password":"${SECRET}"},"a":1}`,
  `said {"password":"ab\\"${SECRET}"}`,
  `said {\\"password\\":\\"ab\\\\\\"${SECRET}\\"}`,
  `said {\\\\\\"password\\\\\\": \\\\\\"${SECRET}\\\\\\"}`,
  JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ password: SECRET }) }) }),
  // Keys.
  `-----BEGIN RSA PRIVATE KEY-----\n${LONG_SECRET}\n-----END RSA PRIVATE KEY-----`,
  `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${LONG_SECRET}\n-----END PGP PRIVATE KEY BLOCK-----`,
  `-----BEGIN PRIVATE KEY-----\\n${LONG_SECRET}`,
  `PuTTY-User-Key-File-2: ssh-rsa\n${LONG_SECRET}`,
  // Tokens that are known by their face.
  ...[
    'ghp_',
    'gho_',
    'ghs_',
    'github_pat_',
    'glpat-',
    'npm_',
    'sk_live_',
    'whsec_',
    'sk-ant-api03-',
    'sk-proj-',
  ]
    .concat([
      'xoxb-1234567890-',
      'xoxp-1234567890-',
      'xapp-1-A0-',
      'AIza',
      'ya29.',
      'SG.',
      'hvs.',
      'dckr_pat_',
      'hf_',
    ])
    .concat([
      'gsk_',
      'shpat_',
      'lin_api_',
      'glsa_',
      'pypi-Ag',
      'ATATT3',
      'ABSK',
      'IQoJb3JpZ2lu',
      'FwoGZXIvYXdz',
    ])
    .map(face => `see ${face}${LONG_SECRET} there`),
  `eyJhbGciOiJIUzI1NiJ9.${LONG_SECRET}.${LONG_SECRET}`,
  `eyJhbGciOiJkaXIifQ..${LONG_SECRET}.${LONG_SECRET}.x`,
];

/** Fields that say of another that it is secret, or of what is in them. */
const PAIRS: readonly object[] = [
  { parameterKey: 'DbPass', parameterValue: SECRET },
  { parameterKey: 'AdminPw', parameterValue: SECRET },
  { optionName: 'DB_PASSWORD', value: SECRET },
  { name: 'DB_PASS', value: SECRET },
  { name: '/prod/x', type: 'SecureString', value: SECRET },
  { name: 'x', isValueSecret: true, value: SECRET },
  { parameterKey: 'X', noEcho: true, defaultValue: SECRET },
  { userData: { value: SECRET } },
  { secrets: [SECRET] },
  { password: { inner: [SECRET] } },
  { command: ['tool', '--password', SECRET] },
  { environment: { variables: { DB_PASSWORD: SECRET } } },
  { tags: { [`ghp_${LONG_SECRET}`]: 'x' } },
  { tags: { [`password=${SECRET}`]: 'x' } },
];

/** Parameters of a call that hold a secret in a field. */
export const SECRET_FIELDS: readonly object[] = [
  ...[
    'DB_PASS',
    'MYSQL_PWD',
    'DB_PASSWORD_PROD',
    'PASSWORD_1',
    'API_KEY_OPENAI',
    'SIGNING_KEY',
    'preSharedKey',
  ]
    .concat(['authKey', 'base32StringSeed', 'privateKeyBase64', 'secretHash', 'clientSecretHash', 'passcode'])
    .concat([
      'set-cookie',
      'credential',
      'credentials',
      'sessionToken',
      'secretBinary',
      'plaintext',
      'userData',
    ])
    .concat([
      'masterUserPassword',
      'authenticationCode1',
      'connectionString',
      'secretAccessKey',
      'keyMaterial',
    ])
    .concat(['samlAssertion', 'X-Api-Key', 'authToken', 'newPassword', 'privateKey', 'Authorization'])
    .flatMap(name => [{ [name]: SECRET }, { inner: [{ [name]: [SECRET] }] }]),
  ...PAIRS,
];

/** Texts and fields that only speak of secrets, or look like some. */
export const NO_SECRETS: readonly object[] = [
  {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretId: 'db',
    secretArn: 'arn:aws:secretsmanager:us-east-1:1:secret:db-x',
  },
  {
    passwordResetRequired: true,
    httpTokens: 'required',
    maxTokens: 256,
    credentialId: 'c',
    tokenType: 'JWT',
  },
  { passwordPolicy: { minimumLength: 12 }, passwordLastUsed: '2026-01-01', accessTokenValidity: 5 },
  { credentials: { accessKeyId: 'ASIAEXAMPLE', expiration: 'soon' }, cookies: { forward: 'none' } },
  { roleArn: 'arn:aws:iam::1:role/token-service', action: 'iam:PassRole', eventName: 'GetSecretValue' },
  { text: 'ExpiredToken: The security token included in the request is expired' },
  {
    text: 'https://example.com:8080/a?mail=bob@example.com GetSecretValue of arn:aws:secretsmanager:eu-west-1:1:secret:db',
  },
  { text: 'a password is required; the token was not valid', sha: 'sha256:9f86d081884c7d659a2feaa0c55ad015' },
  { text: 'docker run -u 1000:1000 git@github.com:acme/shop.git ssh://git@github.com/acme' },
  { text: 'Credential=AKIAIOSFODNN7EXAMPLE/20261126/us-east-1/s3/aws4_request' },
  { key: 'alias/shop-key', keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', value: 'plain' },
];
