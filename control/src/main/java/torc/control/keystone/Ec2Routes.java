package torc.control.keystone;

import torc.common.http.HttpResponse;
import torc.control.api.Access;
import torc.control.api.Answers;
import torc.control.api.ApiRequest;
import torc.control.api.ApiRouter;
import torc.control.api.Refused;
import torc.control.identity.Administration;

/// `/v3/users/{user}/credentials/OS-EC2`: the keys with which S3 requests are signed.
final class Ec2Routes {
    private static final String PATH = "/v3/users/{user}/credentials/OS-EC2";

    private final Administration administration;
    private final RecordJson records;

    Ec2Routes(Administration administration, RecordJson records) {
        this.administration = administration;
        this.records = records;
    }

    void addTo(ApiRouter<Actor> router) {
        router.add("GET", PATH, Access.SELF_OR_ADMINISTRATOR, this::list)
                .add("POST", PATH, Access.SELF_OR_ADMINISTRATOR, this::create)
                .add("GET", PATH + "/{access}", Access.SELF_OR_ADMINISTRATOR, this::show)
                .add("DELETE", PATH + "/{access}", Access.SELF_OR_ADMINISTRATOR, this::delete);
    }

    private HttpResponse list(ApiRequest<Actor> request) {
        return records.list("credentials", administration.ec2Keys(request.parameter("user")), records::ec2Key);
    }

    /// A key acts for its user on one project on which the user holds a role; who is no administrator makes keys
    /// only
    /// for the project that the token is scoped to (THREATS K03).
    private HttpResponse create(ApiRequest<Actor> request) {
        var userId = request.parameter("user");
        var projectId = Json.requiredText(request.json(), "tenant_id");
        var actor = request.caller();
        var scoped = actor.login()
                .project()
                .filter(project -> project.id().equals(projectId))
                .isPresent();
        if (!scoped && !actor.administrator()) throw Refused.forbidden();
        var user = administration.user(userId).orElseThrow(() -> Refused.notFound("user", userId));
        if (administration.projectsOf(user).stream().noneMatch(held -> held.id().equals(projectId)))
            throw Refused.notFound("project", projectId);
        return records.one(201, "credential", records.ec2Key(administration.createEc2Key(userId, projectId)));
    }

    private HttpResponse show(ApiRequest<Actor> request) {
        var access = request.parameter("access");
        var key = administration
                .ec2Key(request.parameter("user"), access)
                .orElseThrow(() -> Refused.notFound("credential", access));
        return records.one(200, "credential", records.ec2Key(key));
    }

    private HttpResponse delete(ApiRequest<Actor> request) {
        var access = request.parameter("access");
        if (!administration.deleteEc2Key(request.parameter("user"), access))
            throw Refused.notFound("credential", access);
        return Answers.noContent();
    }
}
