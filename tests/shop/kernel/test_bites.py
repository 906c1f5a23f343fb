from django.contrib.auth.models import Group

from shop.kernel.bites import delete_in_bites


def test_all_rows_are_deleted_whatever_the_size_of_a_bite(db):
    Group.objects.bulk_create([Group(name=f"old {n}") for n in range(7)])
    Group.objects.create(name="new")
    old = Group.objects.filter(name__startswith="old").order_by("name")

    assert delete_in_bites(old, rows_in_a_bite=3) == 7
    assert [group.name for group in Group.objects.all()] == ["new"]
