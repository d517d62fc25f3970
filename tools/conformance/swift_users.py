"""Makes the users of Swift's functional tests by the Identity API, and prints the tests' configuration.

usage: swift_users.py v1|v3      with the administrator's login in the environment, as `torc env` gives it
"""
import json
import os
import sys
import urllib.request
from urllib.parse import urlsplit

API = os.environ["OS_AUTH_URL"].rstrip("/")
OPERATOR, READER_OF_NOTHING = "admin", "_member_"

# (number, domain, project, user, password, role in the project)
USERS = [
    ("", "Default", "test", "tester", "testing", OPERATOR),
    ("2", "Default", "test2", "tester2", "testing2", OPERATOR),
    ("3", "Default", "test", "tester3", "testing3", READER_OF_NOTHING),
    ("4", "test-domain", "test4", "tester4", "testing4", OPERATOR),
    ("5", "Default", "test5", "tester5", "testing5", "service"),
    ("6", "Default", "test", "tester6", "testing6", "ResellerAdmin"),
]


def call(method, path, body=None, token=None):
    request = urllib.request.Request(API + path, method=method, data=json.dumps(body).encode() if body else None)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("X-Auth-Token", token)
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read()
        return answer.headers, json.loads(text) if text else None


def login():
    user = {"name": os.environ["OS_USERNAME"], "domain": {"id": "default"}, "password": os.environ["OS_PASSWORD"]}
    scope = {"project": {"name": os.environ["OS_PROJECT_NAME"], "domain": {"id": "default"}}}
    identity = {"methods": ["password"], "password": {"user": user}}
    headers, _ = call("POST", "/auth/tokens", {"auth": {"identity": identity, "scope": scope}})
    return headers["X-Subject-Token"]


def named(token, plural, singular, name, **more):
    """The id of what has this name, which is made if there is none."""
    query = f"/{plural}?name={name}" + "".join(f"&{key}={value}" for key, value in more.items() if key == "domain_id")
    found = call("GET", query, token=token)[1][plural]
    if found:
        return found[0]["id"]
    return call("POST", f"/{plural}", {singular: {"name": name, **more}}, token)[1][singular]["id"]


def make_users():
    token = login()
    for _, domain, project, user, password, role in USERS:
        domain_id = "default" if domain == "Default" else named(token, "domains", "domain", domain)
        project_id = named(token, "projects", "project", project, domain_id=domain_id)
        user_id = named(token, "users", "user", user, domain_id=domain_id, password=password)
        role_id = named(token, "roles", "role", role)
        call("PUT", f"/projects/{project_id}/users/{user_id}/roles/{role_id}", token=token)


def configuration(version):
    base = urlsplit(API)
    root = f"{base.scheme}://{base.netloc}"
    lines = ["[func_test]", f"auth_version = {version[1:]}"]
    lines.append(f"auth_uri = {root}/auth/v1.0" if version == "v1" else f"auth_uri = {API}/")
    for number, domain, project, user, password, _ in USERS:
        if number == "4" and version == "v1":
            continue  # A login without domains cannot name this one.
        # The older login knows user 3 as another user of the first account.
        if not (number == "3" and version == "v1"):
            lines.append(f"account{number} = {project}")
        lines += [f"username{number} = {user}", f"password{number} = {password}"]
        if version == "v3":
            lines.append(f"domain{number} = {domain}")
    lines += ["service_prefix = SERVICE", "collate = C", "insecure = no", "storage_domain = example.net"]
    return "\n".join(lines)


make_users()
print(configuration(sys.argv[1]))
