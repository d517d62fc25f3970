"""Drives a server with boto3 and compares every byte. Arguments: bucket, working directory."""

import hashlib
import io
import os
import sys
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

MIB = 1024 * 1024
NAMES = ["plain", "a b+c%20&=;~'()!@,$?#.txt", "ünïcödé-日本", "..", "../x", "a//b", "/lead", "trail/", "line\nbreak", "\x01", "\U0001f600"]


def code_of(call, *arguments, **named):
    try:
        call(*arguments, **named)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError("it succeeded")


def round_trip(s3, bucket):
    s3.create_bucket(Bucket=bucket)
    assert code_of(s3.create_bucket, Bucket=bucket) == "BucketAlreadyOwnedByYou"
    assert bucket in [each["Name"] for each in s3.list_buckets()["Buckets"]]
    for name in NAMES:
        body = os.urandom(10_000)
        put = s3.put_object(Bucket=bucket, Key=name, Body=body, Metadata={"colour": "blue"}, ContentType="x/y")
        assert put["ETag"] == '"%s"' % hashlib.md5(body).hexdigest()
        got = s3.get_object(Bucket=bucket, Key=name, ChecksumMode="ENABLED")
        assert got["Body"].read() == body, name
        assert got["Metadata"] == {"colour": "blue"} and got["ContentType"] == "x/y"
        assert got["ChecksumCRC32"] == put["ChecksumCRC32"]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 3})
    listed = [each["Key"] for page in pages for each in page.get("Contents", [])]
    assert sorted(listed) == sorted(NAMES), listed
    pages = s3.get_paginator("list_objects").paginate(Bucket=bucket, PaginationConfig={"PageSize": 3})
    assert sorted(each["Key"] for page in pages for each in page.get("Contents", [])) == sorted(NAMES)


def checksums(s3, bucket):
    for algorithm in ["CRC32", "SHA1", "SHA256"]:
        put = s3.put_object(Bucket=bucket, Key="summed", Body=io.BytesIO(b"x" * 100_000), ChecksumAlgorithm=algorithm)
        head = s3.head_object(Bucket=bucket, Key="summed", ChecksumMode="ENABLED")
        assert head["Checksum" + algorithm] == put["Checksum" + algorithm]
    assert code_of(s3.put_object, Bucket=bucket, Key="bad", Body=b"x", ChecksumCRC32="AAAAAA==") == "BadDigest"
    assert code_of(s3.head_object, Bucket=bucket, Key="bad") == "404"


def conditions(s3, bucket):
    s3.put_object(Bucket=bucket, Key="once", Body=b"1", IfNoneMatch="*")
    assert code_of(s3.put_object, Bucket=bucket, Key="once", Body=b"2", IfNoneMatch="*") == "PreconditionFailed"
    etag = s3.head_object(Bucket=bucket, Key="once")["ETag"]
    s3.put_object(Bucket=bucket, Key="once", Body=b"3", IfMatch=etag)
    assert code_of(s3.put_object, Bucket=bucket, Key="once", Body=b"4", IfMatch=etag) == "PreconditionFailed"
    assert code_of(s3.get_object, Bucket=bucket, Key="once", IfNoneMatch=s3.head_object(Bucket=bucket, Key="once")["ETag"]) == "304"
    assert s3.get_object(Bucket=bucket, Key="summed", Range="bytes=10-19")["Body"].read() == b"x" * 10
    assert code_of(s3.get_object, Bucket=bucket, Key="none") == "NoSuchKey"


def multipart(s3, bucket, work):
    path = os.path.join(work, "large")
    body = os.urandom(17 * MIB + 5)
    with open(path, "wb") as file:
        file.write(body)
    config = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=6 * MIB)
    s3.upload_file(path, bucket, "large", Config=config)
    s3.download_file(bucket, "large", path + ".back", Config=config)
    with open(path + ".back", "rb") as file:
        assert file.read() == body
    head = s3.head_object(Bucket=bucket, Key="large", ChecksumMode="ENABLED")
    assert head["ETag"].endswith('-3"'), head["ETag"]
    s3.copy({"Bucket": bucket, "Key": "large"}, bucket, "copied/parts", Config=config)
    assert s3.get_object(Bucket=bucket, Key="copied/parts")["Body"].read() == body
    s3.copy_object(Bucket=bucket, Key="copied/whole ü", CopySource={"Bucket": bucket, "Key": "large"})
    assert s3.get_object(Bucket=bucket, Key="copied/whole ü")["Body"].read() == body
    attributes = s3.get_object_attributes(Bucket=bucket, Key="large", ObjectAttributes=["ETag", "ObjectParts", "ObjectSize"])
    assert attributes["ObjectSize"] == len(body) and attributes["ObjectParts"]["TotalPartsCount"] == 3
    upload = s3.create_multipart_upload(Bucket=bucket, Key="given up", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    part = s3.upload_part(Bucket=bucket, Key="given up", UploadId=upload["UploadId"], PartNumber=1, Body=b"x")
    assert s3.list_parts(Bucket=bucket, Key="given up", UploadId=upload["UploadId"])["Parts"][0]["ETag"] == part["ETag"]
    assert [each["Key"] for each in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["given up"]
    s3.abort_multipart_upload(Bucket=bucket, Key="given up", UploadId=upload["UploadId"])
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def presigned(s3, bucket):
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "signed ü"}, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(put, data=b"by url", method="PUT")).read()
    get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "signed ü"}, ExpiresIn=60)
    assert urllib.request.urlopen(get).read() == b"by url"
    try:
        urllib.request.urlopen(get.replace("Signature=", "Signature=0")).read()
        raise AssertionError("a forged signature was accepted")
    except urllib.error.HTTPError as error:
        assert error.code == 403


def clean(s3, bucket):
    s3.delete_object(Bucket=bucket, Key="\x01")  # XML has no way to name it.
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [{"Key": each["Key"]} for each in page.get("Contents", [])]
        assert not s3.delete_objects(Bucket=bucket, Delete={"Objects": keys}).get("Errors")
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    s3.delete_bucket(Bucket=bucket)
    assert code_of(s3.head_bucket, Bucket=bucket) == "404"


def main():
    bucket, work = sys.argv[1:]
    s3 = boto3.client("s3")
    round_trip(s3, bucket)
    checksums(s3, bucket)
    conditions(s3, bucket)
    multipart(s3, bucket, work)
    # In us-east-1 boto3 presigns with version 2 unless told otherwise; Torc knows version 4 alone (docs/how-to/s3.md).
    presigned(boto3.client("s3", config=Config(signature_version="s3v4")), bucket)
    clean(s3, bucket)


main()
