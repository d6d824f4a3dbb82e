"""DuckDB as a contender of ./dev bench (see bench/programs/contenders.h): the six signals of
bench/rules/peers/six_signals.sgr as one query with one pass over the log, one thread.

  duckdb_peer.py NAME=FILE…

The types of the fields are given, so that DuckDB neither guesses them nor reads others."""

import sys
import time

import duckdb

COLUMNS = """{
    eventTime: 'TIMESTAMP', eventSource: 'VARCHAR', eventName: 'VARCHAR', errorCode: 'VARCHAR',
    userIdentity: 'STRUCT(type VARCHAR, arn VARCHAR)',
    requestParameters: 'STRUCT(policyArn VARCHAR)',
    additionalEventData: 'STRUCT(MFAUsed VARCHAR)'}"""

QUERY = """
WITH signal AS (
    SELECT eventName AS name,
           eventSource AS source,
           userIdentity.type AS identity,
           userIdentity.arn AS arn,
           requestParameters.policyArn AS policy,
           additionalEventData.MFAUsed AS mfa,
           errorCode AS error,
           time_bucket(INTERVAL 1 HOUR, eventTime) AS hour
    FROM read_json('{file}', format = 'newline_delimited', columns = {columns})),
counted AS (
    SELECT count(*) AS events,
           count(*) FILTER (name IN ('StopLogging', 'DeleteTrail', 'UpdateTrail')
               AND source = 'cloudtrail.amazonaws.com') AS trail,
           count(*) FILTER (identity = 'Root') AS root,
           count(*) FILTER (name = 'ConsoleLogin' AND coalesce(mfa, '') <> 'Yes') AS login,
           count(*) FILTER (name IN ('CreateAccessKey', 'CreateUser', 'CreateLoginProfile')) AS made,
           count(*) FILTER (name IN ('AttachUserPolicy', 'AttachRolePolicy')
               AND policy LIKE '%AdministratorAccess') AS administrator,
           count(*) FILTER (error IN ('AccessDenied', 'Client.UnauthorizedOperation')) AS denied
    FROM signal GROUP BY arn, hour)
SELECT sum(events), sum(trail + root + login + made + administrator) + count(*) FILTER (denied >= 3)
FROM counted"""


def main():
    files = dict(argument.split("=", 1) for argument in sys.argv[1:])
    database = duckdb.connect(config={"threads": 1})
    for name in sys.stdin:
        query = QUERY.format(file=files[name.strip()].replace("'", "''"), columns=COLUMNS)
        processor, wall = time.process_time(), time.monotonic()
        events, alerts = database.execute(query).fetchone()
        print(f'{{"cpu":{time.process_time() - processor},"wall":{time.monotonic() - wall},'
              f'"events":{events},"alerts":{alerts}}}', flush=True)


if __name__ == "__main__":
    main()
