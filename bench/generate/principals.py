"""Short S3 records of many principals, in order of time over half an hour: high cardinality."""

import random

NAMES = ("GetObject", "PutObject", "DeleteObject", "ListObjects")
RECORD = ('{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole",'
          '"arn":"arn:aws:sts::111122223333:assumed-role/app/s%08d","accountId":"111122223333"},'
          '"eventTime":"2026-11-01T00:%02d:%02dZ","eventSource":"s3.amazonaws.com","eventName":"%s",'
          '"awsRegion":"us-east-1","sourceIPAddress":"10.%d.%d.%d",'
          '"requestParameters":{"bucketName":"b%d"},"additionalEventData":{"bytesTransferredOut":%d},'
          '"eventID":"%08x-0000-4000-8000-%012x","eventType":"AwsApiCall",'
          '"recipientAccountId":"111122223333"}\n')


def write_events(path, events, principals, dominant=0.0, seed=1):
    """Each event is of any of the principals; a `dominant` part of the events is of the first."""
    draw = random.Random(seed)
    with open(path, "w", encoding="utf-8", buffering=1 << 20) as file:
        for number in range(events):
            second = number * 1800 // events
            bits = draw.getrandbits(64)
            low = bits & 0xFFFFFFFF
            principal = number if principals >= events else (bits >> 32) * principals >> 32
            if dominant and draw.random() < dominant:
                principal = 0
            file.write(RECORD % (principal, second // 60, second % 60, NAMES[low & 3], low >> 24,
                                 low >> 16 & 255, low >> 8 & 255, low % 97, low % 100_000, low, number))
