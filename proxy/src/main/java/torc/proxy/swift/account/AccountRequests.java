package torc.proxy.swift.account;

import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import torc.common.http.Headers;
import torc.common.http.HttpResponse;
import torc.proxy.objects.AccountName;
import torc.proxy.objects.Accounts;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.ObjectService;
import torc.proxy.objects.StoragePolicies;
import torc.proxy.objects.Usage;
import torc.proxy.swift.access.AccountAcl;
import torc.proxy.swift.container.ContainerProperties;
import torc.proxy.swift.edge.ReadOnly;
import torc.proxy.swift.edge.WriteRate;
import torc.proxy.swift.etag.EtagQuoter;
import torc.proxy.swift.listing.ListingFormat;
import torc.proxy.swift.listing.ListingQueries;
import torc.proxy.swift.metadata.HeaderNames;
import torc.proxy.swift.metadata.MetadataHeaders.Kind;
import torc.proxy.swift.metadata.MetadataLimits;
import torc.proxy.swift.metadata.PropertyChange;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;
import torc.proxy.swift.request.SwiftRequest;
import torc.proxy.swift.time.Timestamps;

/// GET, HEAD, POST, PUT and DELETE of an account. An account that nobody has used yet answers as an empty one,
/// and comes to be with its first container or metadata.
public final class AccountRequests {
    private final Accounts accounts;
    private final AccountQuotas quotas;
    private final MetadataLimits limits;
    private final Supplier<StoragePolicies> policies;
    private final InstantSource clock;

    public AccountRequests(ObjectService service, MetadataLimits limits, InstantSource clock) {
        this.quotas = new AccountQuotas(service::policies);
        this.accounts = service.accounts();
        this.limits = limits;
        this.policies = service::policies;
        this.clock = clock;
    }

    public HttpResponse head(SwiftRequest request) {
        var format = ListingFormat.of(request.query(), request.headers());
        return HttpResponse.of(204, describe(request, request.path().accountName(), format));
    }

    public HttpResponse get(SwiftRequest request) {
        var name = request.path().accountName();
        var query = ListingQueries.of(request.query());
        var format = ListingFormat.of(request.query(), request.headers());
        var headers = describe(request, name, format);
        var current = policies.get();
        var writer = format.writer(name.text(), "");
        for (var entry : accounts.list(name, query).entries()) {
            switch (entry) {
                case Entry.Item<torc.proxy.objects.Container>(var container) ->
                    writer.container(
                            container.name().text(),
                            container.usage().objects(),
                            container.usage().bytes(),
                            ContainerProperties.modifiedMicros(container),
                            current.name(container.policy()));
                case Entry.CommonPrefix<torc.proxy.objects.Container>(var prefix) -> writer.subdirectory(prefix);
            }
        }
        var body = writer.finish();
        return body.length == 0 ? HttpResponse.of(204, headers) : HttpResponse.of(200, headers, body);
    }

    public HttpResponse post(SwiftRequest request) {
        accounts.update(request.path().accountName(), change(request));
        return HttpResponse.of(
                204,
                Headers.builder()
                        .add("Content-Type", "text/html; charset=UTF-8")
                        .build());
    }

    public HttpResponse put(SwiftRequest request) {
        var name = request.path().accountName();
        var existed = accounts.find(name).isPresent();
        accounts.update(name, change(request));
        return HttpResponse.of(
                existed ? 202 : 201,
                Headers.builder()
                        .add("Content-Type", "text/html; charset=UTF-8")
                        .build());
    }

    private PropertyChange change(SwiftRequest request) {
        var change = PropertyChange.of(request.headers(), Kind.ACCOUNT, limits);
        var access = request.headers().first(AccountProperties.ACCESS);
        access.ifPresent(header ->
                change.set(AccountProperties.ACCESS, AccountAcl.parse(header).encode()));
        quotas.read(request, change);
        ReadOnly.read(request, Kind.ACCOUNT, change);
        WriteRate.read(request, change);
        EtagQuoter.read(request.headers(), Kind.ACCOUNT, change);
        if (!request.ownerDomainId().isEmpty()) change.set(AccountProperties.OWNER_DOMAIN, request.ownerDomainId());
        return change;
    }

    public HttpResponse delete(SwiftRequest request) {
        // A query here is most likely a bulk delete gone astray, and would cost its sender the account.
        if (!request.http().rawQuery().isEmpty()) throw new Refused(Fault.BAD_REQUEST);
        var name = request.path().accountName();
        if (!accounts.end(name)) throw new Refused(Fault.NOT_FOUND);
        return HttpResponse.of(204);
    }

    private Headers describe(SwiftRequest request, AccountName name, ListingFormat format) {
        var account = accounts.find(name);
        var usage = account.map(Accounts.Account::usage).orElse(Usage.NONE);
        var created = account.map(Accounts.Account::createdMicros).orElseGet(() -> clock.millis() * 1000);
        var headers = Headers.builder()
                .add("Content-Type", format.contentType())
                .add("X-Account-Container-Count", Long.toString(usage.containers()))
                .add("X-Account-Object-Count", Long.toString(usage.objects()))
                .add("X-Account-Bytes-Used", Long.toString(usage.bytes()))
                .add("X-Timestamp", Timestamps.normal(created))
                .add("Accept-Ranges", "bytes");
        tellByPolicy(account, headers);
        if (!request.query().contains("format")) headers.add("Vary", "Accept");
        account.ifPresent(found -> {
            quotas.show(found.properties(), headers);
            ReadOnly.show(found.properties(), Kind.ACCOUNT, headers);
            WriteRate.show(found.properties(), headers);
            EtagQuoter.show(found.properties(), Kind.ACCOUNT, headers);
        });
        account.ifPresent(found -> found.properties().forEach((property, value) -> {
            if (isShown(property, request.owner())) headers.add(HeaderNames.title(property), value);
        }));
        return headers.build();
    }

    /// For each policy that the account's containers have, and for that of new ones.
    private void tellByPolicy(Optional<Accounts.Account> account, Headers.Builder headers) {
        var current = policies.get();
        var byPolicy = new TreeMap<Integer, Usage>(
                account.map(Accounts.Account::usageByPolicy).orElseGet(TreeMap::new));
        byPolicy.putIfAbsent(current.standard(), Usage.NONE);
        byPolicy.forEach((number, usage) -> {
            var prefix = "X-Account-Storage-Policy-" + HeaderNames.title(current.name(number));
            headers.add(prefix + "-Container-Count", Long.toString(usage.containers()))
                    .add(prefix + "-Object-Count", Long.toString(usage.objects()))
                    .add(prefix + "-Bytes-Used", Long.toString(usage.bytes()));
        });
    }

    private static boolean isShown(String property, boolean owner) {
        var ownersOnly =
                property.equals(AccountProperties.ACCESS) || property.startsWith("x-account-meta-temp-url-key");
        return ownersOnly
                ? owner
                : property.startsWith(Kind.ACCOUNT.prefix()) || property.equals(AccountProperties.OWNER_DOMAIN);
    }
}
