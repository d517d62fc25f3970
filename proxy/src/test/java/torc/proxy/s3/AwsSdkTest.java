package torc.proxy.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import torc.proxy.objects.Bodies;

/// The AWS SDK for Java 2, unmodified and with its default settings.
class AwsSdkTest {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(TestRequest.ACCESS, TestRequest.SECRET));

    private final S3Server server = new S3Server(InstantSource.system());
    private final URI endpoint = URI.create("http://127.0.0.1:" + server.port());
    private final S3Client client = S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void objectsGoRoundWithChecksumsAndMetadata() {
        client.createBucket(request -> request.bucket("bucket"));
        for (var key : List.of("plain", "a b/ü+%?&#=;~'()*!", "..", "a//b/", "\u65e5\u672c", "line\nbreak")) {
            var body = Bodies.random(100_000, key.hashCode());
            var put = client.putObject(
                    request -> request.bucket("bucket").key(key).metadata(java.util.Map.of("colour", "blue")),
                    RequestBody.fromBytes(body));
            var get = client.getObject(
                    request -> request.bucket("bucket").key(key).checksumMode(ChecksumMode.ENABLED),
                    ResponseTransformer.toBytes());

            assertThat(get.asByteArray()).isEqualTo(body);
            assertThat(put.eTag()).isEqualTo("\"" + Bodies.md5(body) + "\"");
            assertThat(get.response().checksumCRC32())
                    .isEqualTo(put.checksumCRC32())
                    .isNotNull();
            assertThat(get.response().metadata()).containsEntry("colour", "blue");
        }
        var listed = client
                .listObjectsV2Paginator(request -> request.bucket("bucket").maxKeys(2))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
        assertThat(listed).hasSize(6).contains("..", "a//b/", "line\nbreak");
    }

    @Test
    void aStreamWithATrailingChecksumIsStored() {
        client.createBucket(request -> request.bucket("bucket"));
        var body = Bodies.random(3 << 20, 9);

        client.putObject(
                request -> request.bucket("bucket").key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(body), body.length, "x/y"));

        assertThat(client.getObject(request -> request.bucket("bucket").key("k"), ResponseTransformer.toBytes())
                        .asByteArray())
                .isEqualTo(body);
    }

    @Test
    void multipartUploadsGoRound() throws IOException {
        client.createBucket(request -> request.bucket("bucket"));
        var body = Bodies.random(17 << 20, 4);
        var upload = client.createMultipartUpload(request -> request.bucket("bucket")
                .key("k")
                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                .checksumType(ChecksumType.FULL_OBJECT));
        var parts = new ArrayList<CompletedPart>();
        for (int number = 1; (number - 1) * (6 << 20) < body.length; number++) {
            var part = Arrays.copyOfRange(body, (number - 1) * (6 << 20), Math.min(body.length, number * (6 << 20)));
            var partNumber = number;
            var put = client.uploadPart(
                    request -> request.bucket("bucket")
                            .key("k")
                            .uploadId(upload.uploadId())
                            .partNumber(partNumber)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                    RequestBody.fromBytes(part));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(put.eTag())
                    .checksumCRC32(put.checksumCRC32())
                    .build());
        }
        var done = client.completeMultipartUpload(request ->
                request.bucket("bucket").key("k").uploadId(upload.uploadId()).multipartUpload(all -> all.parts(parts)));

        assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        try (ResponseInputStream<GetObjectResponse> get =
                client.getObject(request -> request.bucket("bucket").key("k").checksumMode(ChecksumMode.ENABLED))) {
            assertThat(get.readAllBytes()).isEqualTo(body);
            assertThat(get.response().checksumCRC32()).isEqualTo(done.checksumCRC32());
        }
        var attributes = client.getObjectAttributes(request -> request.bucket("bucket")
                .key("k")
                .objectAttributes(ObjectAttributes.CHECKSUM, ObjectAttributes.OBJECT_PARTS));
        assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(3);
        assertThat(attributes.checksum().checksumCRC32()).isEqualTo(done.checksumCRC32());
    }

    @Test
    void errorsAreTheSdksOwn() {
        client.createBucket(request -> request.bucket("bucket"));
        assertThatThrownBy(() ->
                        client.getObject(request -> request.bucket("bucket").key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() ->
                        client.headObject(request -> request.bucket("bucket").key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> client.listObjectsV2(request -> request.bucket("nowhere")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket("bucket").key("k").ifNoneMatch("x"), RequestBody.empty()))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void copiesDeletesAndPresignedUrlsWork() throws IOException {
        client.createBucket(request -> request.bucket("bucket"));
        client.putObject(request -> request.bucket("bucket").key("a ü"), RequestBody.fromString("copied"));
        client.copyObject(request -> request.sourceBucket("bucket")
                .sourceKey("a ü")
                .destinationBucket("bucket")
                .destinationKey("b"));
        try (var presigner = S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            var get = presigner.presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(5))
                    .getObjectRequest(object -> object.bucket("bucket").key("b")));
            try (var stream = get.url().openStream()) {
                assertThat(stream.readAllBytes()).isEqualTo(S3Server.bytes("copied"));
            }
        }
        var deleted = client.deleteObjects(request -> request.bucket("bucket")
                .delete(Delete.builder()
                        .objects(
                                ObjectIdentifier.builder().key("a ü").build(),
                                ObjectIdentifier.builder().key("b").build())
                        .build()));
        assertThat(deleted.deleted()).hasSize(2);
        assertThat(deleted.errors()).isEmpty();
        client.deleteBucket(request -> request.bucket("bucket"));
        assertThat(client.listBuckets().buckets()).isEmpty();
    }
}
