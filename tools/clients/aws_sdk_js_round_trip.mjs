// Drives a server with the AWS SDK for JavaScript and compares every byte. Argument: bucket.
import assert from "node:assert/strict";
import { randomBytes, createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command,
  CopyObjectCommand, DeleteObjectsCommand, DeleteBucketCommand, ListBucketsCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const Bucket = process.argv[2];
const s3 = new S3Client({ forcePathStyle: true });
const names = ["plain", "a b+c%20&=;~'()!@,$?#.txt", "ünïcödé-日本", "..", "a//b", "trail/"];
const bytesOf = async (Key) => Buffer.from(await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToByteArray());

await s3.send(new CreateBucketCommand({ Bucket }));
assert((await s3.send(new ListBucketsCommand({}))).Buckets.some((each) => each.Name === Bucket));
for (const Key of names) {
  const Body = randomBytes(10_000);
  const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body, Metadata: { colour: "blue" } }));
  assert.equal(put.ETag, `"${createHash("md5").update(Body).digest("hex")}"`);
  assert((await bytesOf(Key)).equals(Body), Key);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
  assert.equal(head.ChecksumCRC32, put.ChecksumCRC32);
  assert.equal(head.Metadata.colour, "blue");
}
const listed = (await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }))).Contents;
assert.equal(listed.length, names.length);

const streamed = randomBytes(300_000);
await s3.send(new PutObjectCommand({ Bucket, Key: "streamed", Body: Readable.from([streamed.subarray(0, 7), streamed.subarray(7)]), ContentLength: streamed.length }));
assert((await bytesOf("streamed")).equals(streamed));

const large = randomBytes(17 * 1024 * 1024 + 5);
await new Upload({ client: s3, params: { Bucket, Key: "large", Body: large }, partSize: 6 * 1024 * 1024 }).done();
assert((await bytesOf("large")).equals(large));
await s3.send(new CopyObjectCommand({ Bucket, Key: "copy ü", CopySource: `${Bucket}/large` }));
assert((await bytesOf("copy ü")).equals(large));

const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "signed" }), { expiresIn: 60 });
const answer = await fetch(put, { method: "PUT", body: "" });
assert.equal(answer.status, 200, await answer.text());
const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "streamed" }), { expiresIn: 60 });
assert(Buffer.from(await (await fetch(get)).arrayBuffer()).equals(streamed));
await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "none" })), { name: "NoSuchKey" });
await assert.rejects(s3.send(new PutObjectCommand({ Bucket, Key: "plain", Body: "x", IfNoneMatch: "*" })), { name: "PreconditionFailed" });

const all = (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents.map(({ Key }) => ({ Key }));
const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: all } }));
assert.equal(deleted.Deleted.length, all.length);
await s3.send(new DeleteBucketCommand({ Bucket }));
