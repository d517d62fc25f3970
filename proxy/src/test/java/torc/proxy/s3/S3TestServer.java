package torc.proxy.s3;

import java.time.InstantSource;

/// Runs the dialect over an object service in memory until it is killed, for clients that are programs of
/// their own.
/// Prints what they need as shell exports.
public final class S3TestServer {
    private S3TestServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        var server = new S3Server(InstantSource.system());
        System.out.printf(
                "export AWS_ENDPOINT_URL=http://127.0.0.1:%d AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s"
                        + " AWS_DEFAULT_REGION=us-east-1%n",
                server.port(), TestRequest.ACCESS, TestRequest.SECRET);
        Thread.currentThread().join();
    }
}
